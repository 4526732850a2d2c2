using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Elastic;

/// <summary>Builds searches that mean the same as the embedded engine's.</summary>
internal static class ElasticQueries
{
    private const double TitleBoost = 0.35;
    private const double KeywordBoost = 0.25;
    private const double FuzzyBoost = 0.4;

    // As many as the embedded engine takes.
    private const int MostTokens = 1023;
    private const int MostFacetValues = 1000;

    // What a hit is asked for stands in columns: reading its stored fields, even the id alone, takes three times as long.
    private const string None = "_none_";

    public static JsonObject Search(IndexQuery query)
    {
        var take = Math.Max(0, query.Depth - query.Skip);
        var filtered = new JsonObject { ["filter"] = Filters(query), ["must_not"] = Exclusions(query) };
        if (query.Tokens.Count > 0)
        {
            filtered["must"] = Text(query);
        }

        var search = new JsonObject
        {
            ["from"] = take == 0 ? 0 : query.Skip,
            ["size"] = take,
            ["stored_fields"] = None,
            ["docvalue_fields"] = new JsonArray(ElasticMapping.Id),
            ["track_total_hits"] = query.Total,
            ["track_scores"] = true,
            ["query"] = new JsonObject { ["bool"] = filtered },
            // Equals stand in one order, or a page might repeat what another showed.
            ["sort"] = new JsonArray([
                .. query.Newest || query.Tokens.Count == 0 ? Array.Empty<JsonNode>() : [new JsonObject { ["_score"] = "desc" }],
                new JsonObject { [ElasticMapping.Published] = "desc" },
                new JsonObject { [ElasticMapping.Id] = "asc" },
            ]),
        };
        if (query.Facets)
        {
            var suffix = query.Audience == Disclosure.L0 ? ElasticMapping.Public : "";
            search["aggs"] = new JsonObject
            {
                [ElasticMapping.Kind] = Facet(ElasticMapping.Kind),
                [ElasticMapping.Field] = Facet(ElasticMapping.Field),
                [ElasticMapping.Mode] = Facet(ElasticMapping.Mode + suffix),
                [ElasticMapping.Trl] = Facet(ElasticMapping.Trl + suffix),
            };
        }

        return search;
    }

    public static JsonObject Nearest(float[] vector, IndexQuery query, int take) => new()
    {
        ["size"] = take,
        ["stored_fields"] = None,
        ["docvalue_fields"] = new JsonArray(ElasticMapping.Id),
        ["knn"] = new JsonObject
        {
            ["field"] = ElasticMapping.Vector,
            ["query_vector"] = new JsonArray([.. vector.Select(v => (JsonNode)v)]),
            ["k"] = take,
            // Walking the graph wider than asked for finds nearly what a full comparison would.
            ["num_candidates"] = Math.Clamp(take * 4, 200, 10_000),
            ["filter"] = new JsonObject { ["bool"] = new JsonObject { ["filter"] = Filters(query), ["must_not"] = Exclusions(query) } },
        },
    };

    /// <summary>
    /// An artificial document that holds the tokens, looked at beside the real ones: several times faster than counting
    /// them by aggregation, and it knows the mean length too. With several shards it is one of them that answers, as a
    /// sample of all.
    /// </summary>
    public static JsonObject Statistics(IEnumerable<string> tokens) => new()
    {
        ["doc"] = new JsonObject { [ElasticMapping.MemberText] = string.Join(' ', tokens) },
        ["fields"] = new JsonArray(ElasticMapping.MemberText),
        ["term_statistics"] = true,
        ["field_statistics"] = true,
        ["positions"] = false,
        ["offsets"] = false,
        ["payloads"] = false,
    };

    /// <summary>A page of all documents by id, of those alone that have a vector where asked.</summary>
    public static JsonObject Page(string after, int size, bool withVector) => new()
    {
        ["size"] = size,
        ["stored_fields"] = None,
        ["docvalue_fields"] = new JsonArray(ElasticMapping.Id, ElasticMapping.Version),
        ["track_total_hits"] = false,
        ["query"] = withVector
            ? new JsonObject { ["exists"] = new JsonObject { ["field"] = ElasticMapping.Vector } }
            : new JsonObject { ["match_all"] = new JsonObject() },
        ["sort"] = new JsonArray(new JsonObject { [ElasticMapping.Id] = "asc" }),
        ["search_after"] = new JsonArray(after),
    };

    private static JsonArray Filters(IndexQuery query)
    {
        var suffix = query.Audience == Disclosure.L0 ? ElasticMapping.Public : "";
        var filters = new JsonArray(Range(ElasticMapping.Level, "lte", (int)query.Audience));
        if (query.Kinds.Count > 0)
        {
            filters.Add((JsonNode)new JsonObject
            {
                ["terms"] = new JsonObject { [ElasticMapping.Kind] = new JsonArray([.. query.Kinds.Select(k => (JsonNode)k.ToString())]) },
            });
        }

        if (query.Field is { } field)
        {
            filters.Add((JsonNode)Term(ElasticMapping.Field, field));
        }

        if (query.Mode is { } mode)
        {
            filters.Add((JsonNode)Term(ElasticMapping.Mode + suffix, mode));
        }

        if (query.MinTrl is { } trl)
        {
            filters.Add((JsonNode)Range(ElasticMapping.Trl + suffix, "gte", trl));
        }

        return filters;
    }

    private static JsonArray Exclusions(IndexQuery query)
    {
        var exclusions = new JsonArray();
        if (query.NotOrganisation is { } own)
        {
            exclusions.Add((JsonNode)Term(ElasticMapping.Organisation, own.ToString("N")));
        }

        foreach (var key in query.NotAvoiding)
        {
            exclusions.Add((JsonNode)Term(ElasticMapping.Avoid, key));
        }

        return exclusions;
    }

    private static JsonObject Text(IndexQuery query)
    {
        var field = query.Audience == Disclosure.L0 ? ElasticMapping.PublicText : ElasticMapping.MemberText;
        var tokens = query.Tokens.Take(MostTokens).ToList();
        var tolerant = query.Tolerant();
        return new JsonObject
        {
            ["bool"] = new JsonObject
            {
                ["should"] = new JsonArray([.. tokens.Select(token => (JsonNode)Either(token))]),
                ["minimum_should_match"] = Math.Max(1, (int)Math.Round(query.MinShouldMatch * tokens.Count)),
            },
        };

        JsonObject Either(WeightedToken token)
        {
            var either = new JsonArray(Term(field, token.Text, token.Weight));
            if (query.PreferTitles)
            {
                either.Add((JsonNode)Term(ElasticMapping.Title, token.Text, token.Weight * TitleBoost));
                either.Add((JsonNode)Term(ElasticMapping.Keywords, token.Text, token.Weight * KeywordBoost));
            }

            if (tolerant.Contains(token.Text))
            {
                either.Add((JsonNode)new JsonObject
                {
                    ["fuzzy"] = new JsonObject
                    {
                        [field] = new JsonObject
                        {
                            ["value"] = token.Text,
                            ["fuzziness"] = 1,
                            ["rewrite"] = "top_terms_50",
                            ["boost"] = token.Weight * FuzzyBoost,
                        },
                    },
                });
            }

            return either.Count == 1
                ? either[0]!.DeepClone().AsObject()
                : new JsonObject { ["bool"] = new JsonObject { ["should"] = either } };
        }
    }

    private static JsonObject Term(string field, string value) => new() { ["term"] = new JsonObject { [field] = value } };

    private static JsonObject Term(string field, string value, double boost) => new()
    {
        ["term"] = new JsonObject { [field] = new JsonObject { ["value"] = value, ["boost"] = boost } },
    };

    private static JsonObject Range(string field, string bound, int value) => new()
    {
        ["range"] = new JsonObject { [field] = new JsonObject { [bound] = value } },
    };

    private static JsonObject Facet(string field) => new()
    {
        ["terms"] = new JsonObject { ["field"] = field, ["size"] = MostFacetValues },
    };
}
