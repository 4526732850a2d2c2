using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Elastic;

/// <summary>
/// Settings and fields of an index. Texts hold the analysis's tokens with spaces between, so that the built-in
/// <c>whitespace</c> analyzer gives them back as they are and no plugin is needed.
/// </summary>
internal static class ElasticMapping
{
    public const string Id = "id";
    public const string Version = "version";
    public const string Kind = "kind";
    public const string Level = "level";
    public const string Organisation = "organisation";
    public const string Avoid = "avoid";
    public const string Field = "field";
    public const string Mode = "mode";
    public const string Trl = "trl";
    public const string Published = "published";
    public const string Title = "title";
    public const string Keywords = "keywords";
    public const string PublicText = "text0";
    public const string MemberText = "text1";
    public const string Vector = "vector";

    /// <summary>Ends the names of <see cref="Mode"/> and <see cref="Trl"/> as the public may filter by and count them.</summary>
    public const string Public = "0";

    private const double K1 = 1.2;
    private const double B = 0.75;

    /// <summary>Body that creates an index.</summary>
    /// <param name="shards">Primary shards.</param>
    /// <param name="dimensions">Length of the vectors; null leaves their field out.</param>
    /// <param name="alias">An alias for it.</param>
    public static JsonObject Index(int shards, int? dimensions, string alias) => new()
    {
        ["settings"] = new JsonObject
        {
            ["number_of_shards"] = shards,
            // None on a single node, one where there are more.
            ["auto_expand_replicas"] = "0-1",
            ["refresh_interval"] = "300ms",
            ["max_result_window"] = Page<SearchDocument>.MostRows,
            // How long it is known that a document was deleted: an older version that comes late must not bring it back.
            ["gc_deletes"] = "1h",
            ["similarity"] = new JsonObject { ["default"] = new JsonObject { ["type"] = "BM25", ["k1"] = K1, ["b"] = B } },
        },
        ["mappings"] = new JsonObject
        {
            ["dynamic"] = "strict",
            // The document store has the source.
            ["_source"] = new JsonObject { ["enabled"] = false },
            ["properties"] = Properties(dimensions),
        },
        ["aliases"] = new JsonObject { [alias] = new JsonObject() },
    };

    /// <summary>Whether an index has these fields and no others.</summary>
    /// <param name="mapping">The value of <c>mappings</c> as Elasticsearch gives it.</param>
    public static bool Fits(JsonElement mapping, int? dimensions)
    {
        var actual = JsonObject.Create(mapping)!;
        var expected = Properties(dimensions);
        return (string?)actual["dynamic"] == "strict"
            && actual["properties"] is JsonObject properties
            && properties.Count == expected.Count
            && expected.All(field => properties[field.Key] is JsonObject there
                && field.Value!.AsObject().All(option => JsonNode.DeepEquals(option.Value, there[option.Key])));
    }

    private static JsonObject Properties(int? dimensions)
    {
        var properties = new JsonObject
        {
            [Id] = Of("keyword"),
            [Version] = Of("long"),
            [Kind] = Of("keyword"),
            [Level] = Of("byte"),
            [Organisation] = Of("keyword"),
            [Avoid] = Of("keyword"),
            [Field] = Of("keyword"),
            [Mode] = Of("keyword"),
            [Mode + Public] = Of("keyword"),
            [Trl] = Of("byte"),
            [Trl + Public] = Of("byte"),
            [Published] = Of("long"),
            [Title] = Tokens(),
            [Keywords] = Tokens(),
            [PublicText] = Tokens(),
            [MemberText] = Tokens(),
        };
        if (dimensions is { } length)
        {
            properties[Vector] = new JsonObject
            {
                ["type"] = "dense_vector",
                ["dims"] = length,
                ["index"] = true,
                ["similarity"] = "cosine",
                // Not rounded to bytes, as by default: its cosines were off by up to 0.1 in an index of few documents.
                ["index_options"] = new JsonObject { ["type"] = "hnsw", ["m"] = 16, ["ef_construction"] = 100 },
            };
        }

        return properties;
    }

    private static JsonObject Of(string type) => new() { ["type"] = type };

    private static JsonObject Tokens() => new() { ["type"] = "text", ["analyzer"] = "whitespace", ["index_options"] = "freqs" };
}
