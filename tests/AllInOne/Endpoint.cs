using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Contracts.Codes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>What tests read from an endpoint, and well-formed bodies that its checks refuse only for what they say.</summary>
public static class Endpoint
{
    public static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    public static string Method(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";

    /// <summary>The endpoint's name, or method and path where it has none.</summary>
    public static string Name(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName
        ?? $"{string.Join(',', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])} {Path(endpoint)}";

    /// <summary>The JSON body's type, or null.</summary>
    public static Type? Body(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepts && accepts.ContentTypes.Contains("application/json") ? accepts.RequestType : null;

    public static bool HasPages(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Any(p => p.ParameterType == typeof(Hosting.PageQuery)) == true;

    /// <summary>A body with every property filled. Its version is never the current one.</summary>
    public static JsonNode Sample(Type type)
    {
        var sample = Value(type, "", null)!;
        if (type == typeof(EnableTwoFactor))
        {
            // A wrong password counts towards a lock of the account; beside the right one it is the code that is wrong.
            sample["password"] = DemoFolder.Password;
        }

        return sample;
    }

    /// <summary>Every place in a sample where a value stands, with the value's type.</summary>
    public static IEnumerable<(string[] Path, Type Type, FieldAttribute? Field)> Places(Type type, params string[] above)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract"))
        {
            var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            string[] path = [.. above, Camel(property.Name)];
            yield return (path, inner, property.GetCustomAttribute<FieldAttribute>());
            if (IsObject(inner))
            {
                foreach (var place in Places(inner, path))
                {
                    yield return place;
                }
            }
        }
    }

    public static Type? ItemOf(Type type) =>
        type != typeof(string) && type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static bool IsObject(Type type) => type.Namespace?.StartsWith("Matchmaking.Contracts", StringComparison.Ordinal) == true && type.IsClass;

    private static JsonNode? Value(Type type, string name, FieldAttribute? field)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ItemOf(type) is { } item)
        {
            return new JsonArray(Value(item, name, field));
        }

        if (IsObject(type))
        {
            return new JsonObject(Places(type).Where(p => p.Path.Length == 1).Select(p => KeyValuePair.Create(p.Path[0], Value(p.Type, p.Path[0], p.Field))));
        }

        return type switch
        {
            _ when type == typeof(string) => field?.Codes is { } list ? CodeList.Of(list).Codes[0].Value : Text(name),
            _ when type == typeof(Guid) => Guid.Parse("00000000-0000-0000-0000-00000000ffff").ToString(),
            _ when type == typeof(bool) => true,
            _ when type == typeof(DateOnly) => "2026-01-01",
            _ when type.IsEnum => Camel(Enum.GetNames(type)[0]),
            _ when name == "version" => 0,
            _ => Math.Max(1, field?.Min ?? 1),
        };
    }

    private static string Text(string name) => name switch
    {
        "email" or "contactEmail" => "someone@example.com",
        "phone" or "contactPhone" => "13800001001",
        "password" or "current" or "new" => "No-such-word-42",
        "language" => "zh-CN",
        "roles" => "enterprise",
        _ => "示例文字",
    };

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
