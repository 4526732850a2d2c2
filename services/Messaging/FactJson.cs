using System.Text.Json;
using System.Text.Json.Serialization;

namespace Matchmaking.Messaging;

/// <summary>The JSON of facts, in the outbox and on the wire: camel case, enums by name.</summary>
internal static class FactJson
{
    private static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return options;
    }

    public static string Write(object fact) => JsonSerializer.Serialize(fact, fact.GetType(), Options);

    /// <exception cref="JsonException">The text is not such a fact.</exception>
    public static object Read(string body, Type fact) =>
        JsonSerializer.Deserialize(body, fact, Options) ?? throw new JsonException($"A {fact.Name} is null.");
}
