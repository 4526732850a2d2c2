using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Codes;
using Matchmaking.Hosting;
using Matchmaking.Records.Domain;

namespace Matchmaking.Records.Tests;

/// <summary>Random and complete contents of any form, made from its own description.</summary>
internal static class Filled<TContent> where TContent : class
{
    /// <summary>Contents with random subsets of fields filled.</summary>
    public static Gen<TContent> Any { get; } =
        Gen.Select(Gen.Bool.Array[ContentForm<TContent>.Fields.Count], Gen.Int[0, 1_000_000]).Select((filled, seed) =>
        {
            var json = new JsonObject();
            foreach (var (field, i) in ContentForm<TContent>.Fields.Select((f, i) => (f, i)).Where(f => filled[f.i]))
            {
                json[field.Name] = Value(field, seed + i);
            }

            return Read(json);
        });

    /// <summary>Every field filled, within its limits.</summary>
    public static TContent Whole { get; } =
        Read(new JsonObject(ContentForm<TContent>.Fields.Select((f, i) => KeyValuePair.Create(f.Name, Value(f, i)))));

    public static JsonObject Json(TContent content) => JsonSerializer.SerializeToNode(content, JsonDefaults.Options)!.AsObject();

    public static TContent Read(JsonObject json) => json.Deserialize<TContent>(JsonDefaults.Options)!;

    /// <summary>The content with one field set to something.</summary>
    public static TContent With(TContent content, string field, JsonNode? value)
    {
        var json = Json(content);
        json[field] = value;
        return Read(json);
    }

    private static JsonNode? Value(FormField field, int seed)
    {
        var type = Nullable.GetUnderlyingType(field.Property.PropertyType) ?? field.Property.PropertyType;
        var text = field.Attribute.Codes is { } list
            ? CodeList.Of(list).Codes[seed % CodeList.Of(list).Codes.Count].Value
            : $"文{seed}";
        return type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(bool) => true,
            _ when type == typeof(int) => Math.Max(1, field.Attribute.Min),
            _ when type == typeof(double) => 1.5,
            _ when type == typeof(DateOnly) => "2026-03-01",
            _ when type.IsEnum => "l1",
            _ when type == typeof(IReadOnlyList<string>) => new JsonArray(text),
            _ when type == typeof(IReadOnlyList<Contracts.Needs.NeedIndicator>) => new JsonArray(Row(new Contracts.Needs.NeedIndicator($"名{seed}", "1", "2", "h", "台架", true))),
            _ => new JsonArray(Row(new Contracts.Achievements.IpItem("invention", $"ZL{seed}", "granted", "某校", null, false))),
        };
    }

    private static JsonNode? Row<T>(T row) => JsonSerializer.SerializeToNode(row, JsonDefaults.Options);
}
