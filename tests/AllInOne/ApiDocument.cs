using System.Text.Json.Nodes;
using Matchmaking.Contracts;

namespace Matchmaking.AllInOne.Tests;

/// <summary>One operation as the OpenAPI documents of the running host describe it.</summary>
internal sealed record ApiOperation(string Name, string Method, string Path, IReadOnlyList<ApiParameter> Parameters, JsonNode? Body, JsonObject Schemas)
{
    private const int Deepest = 6;

    public static async Task<IReadOnlyList<ApiOperation>> AllAsync(Portal portal)
    {
        List<ApiOperation> operations = [];
        foreach (var service in ServiceNames.All)
        {
            var document = (await portal.SendAsync(null, "GET", $"/openapi/{service}.json")).Expect(200, service);
            operations.AddRange(
                from path in document["paths"]!.AsObject()
                from method in path.Value!.AsObject()
                select new ApiOperation(
                    (string)method.Value!["operationId"]!, method.Key.ToUpperInvariant(), path.Key,
                    [.. (method.Value["parameters"]?.AsArray() ?? []).Select(p => new ApiParameter(
                        (string)p!["name"]!, (string)p["in"]!, (string?)p["schema"]?["type"], (string?)p["schema"]?["format"]))],
                    method.Value["requestBody"]?["content"]?["application/json"]?["schema"],
                    document["components"]!["schemas"]!.AsObject()));
        }

        return operations;
    }

    /// <summary>A body with every property filled, or null for none.</summary>
    public JsonNode? Sample() => Body is null ? null : Sample(Body, 0);

    /// <summary>Where a value stands in the sample, with its schema and that of the object it belongs to; into the first item of a list.</summary>
    public IEnumerable<(object[] Place, JsonNode Schema, JsonNode Owner)> Places() => Body is null ? [] : Places(Body, [], 0);

    /// <summary>The sample's text with a raw value put into a place.</summary>
    public string With(object[] place, string raw)
    {
        var copy = Sample()!;
        var at = copy;
        foreach (var step in place[..^1])
        {
            at = step is int index ? at[index]! : at[(string)step]!;
        }

        const string mark = "@@here@@";
        if (place[^1] is int last)
        {
            at[last] = mark;
        }
        else
        {
            at[(string)place[^1]] = mark;
        }

        return copy.ToJsonString().Replace($"\"{mark}\"", raw, StringComparison.Ordinal);
    }

    private IEnumerable<(object[] Place, JsonNode Schema, JsonNode Owner)> Places(JsonNode schema, object[] above, int depth)
    {
        schema = Resolve(schema);
        if (depth > 3)
        {
            yield break;
        }

        if (schema["properties"] is JsonObject properties)
        {
            foreach (var (name, inner) in properties)
            {
                yield return ([.. above, name], Resolve(inner!), schema);
                foreach (var place in Places(inner!, [.. above, name], depth + 1))
                {
                    yield return place;
                }
            }
        }
        else if (schema["items"] is { } item && Resolve(item)["properties"] is not null)
        {
            foreach (var place in Places(item, [.. above, 0], depth + 1))
            {
                yield return place;
            }
        }
    }

    private JsonNode? Sample(JsonNode schema, int depth)
    {
        schema = Resolve(schema);
        if (depth > Deepest)
        {
            return null;
        }

        return ((string?)schema["type"], (string?)schema["format"]) switch
        {
            _ when schema["enum"] is JsonArray names => names[0]!.DeepClone(),
            ("array", _) => new JsonArray(Sample(schema["items"]!, depth + 1)),
            ("string", "uuid") => "00000000-0000-0000-0000-00000000ffff",
            ("string", "date") => "2026-01-01",
            ("string", "date-time") => "2026-01-01T00:00:00Z",
            ("string", _) => "示例文字",
            ("boolean", _) => false,
            ("integer" or "number", _) => 1,
            _ => new JsonObject((schema["properties"]?.AsObject() ?? []).Select(p => KeyValuePair.Create(p.Key, Sample(p.Value!, depth + 1)))),
        };
    }

    private JsonNode Resolve(JsonNode schema)
    {
        var reference = (string?)schema["$ref"] ?? (string?)schema["allOf"]?[0]?["$ref"];
        return reference is null ? schema : Schemas[reference.Split('/')[^1]]!;
    }
}

/// <param name="In">path or query.</param>
internal sealed record ApiParameter(string Name, string In, string? Type, string? Format);
