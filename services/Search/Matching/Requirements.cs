using Matchmaking.Contracts;
using Matchmaking.Contracts.Codes;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Matching;

/// <summary>Which hard requirements hold between two records, in words, and what is missing.</summary>
public static class Requirements
{
    /// <summary>Compares the records, whichever of the two asks.</summary>
    public static IReadOnlyList<Requirement> Check(SearchDocument one, SearchDocument other, string language)
    {
        var (need, provider) = one.Kind == RecordKind.Need ? (one, other) : (other, one);
        List<Requirement> found = [];
        if (provider.Kind == RecordKind.Achievement)
        {
            if (need.Trl is { } least)
            {
                found.Add(provider.Trl is { } trl
                    ? new("trl", trl >= least ? RequirementState.Met : RequirementState.Unmet, Say($"成熟度 {trl} 级，要求 {least} 级以上", $"TRL {trl}, at least {least} wanted"))
                    : new("trl", RequirementState.Unknown, Say($"成果未写成熟度，要求 {least} 级以上", $"TRL not given, at least {least} wanted")));
            }

            if (need.Modes.Count > 0)
            {
                var shared = need.Modes.Intersect(provider.Modes).ToList();
                found.Add(provider.Modes.Count == 0
                    ? new("mode", RequirementState.Unknown, Say("成果未写转化方式", "No transfer mode given"))
                    : shared.Count > 0
                        ? new("mode", RequirementState.Met, Say($"合作方式一致：{Modes(shared)}", $"Same mode: {Modes(shared)}"))
                        : new("mode", RequirementState.Unmet, Say($"成果提供{Modes(provider.Modes)}，需求希望{Modes(need.Modes)}", $"Offers {Modes(provider.Modes)}; wanted {Modes(need.Modes)}")));
            }

            found.Add((need.AmountWan, provider.AmountWan) switch
            {
                ({ } budget, { } price) => new("budget", price <= budget ? RequirementState.Met : RequirementState.Unmet,
                    Say($"最低报价 {price:0.#} 万元，预算 {budget:0.#} 万元", $"Price from {price:0.#}, budget {budget:0.#} (10,000 yuan)")),
                (null, _) => new("budget", RequirementState.Unknown, Say("需求未写预算", "No budget given")),
                _ => new("budget", RequirementState.Unknown, Say("报价未公开", "Price not given")),
            });
        }

        if (need.Field is { } wanted)
        {
            found.Add(provider.Field switch
            {
                null => new("field", RequirementState.Unknown, Say("对方未写技术领域", "Field not given")),
                var field when field == wanted => new("field", RequirementState.Met, Say($"同属{Field(wanted)}", $"Both in {Field(wanted)}")),
                var field => new("field", RequirementState.Unmet, Say($"领域不同：{Field(field)}", $"Another field: {Field(field)}")),
            });
        }

        found.Add(new("conflict", RequirementState.Met, Say("未发现需要回避的关系", "No conflict of interest declared")));
        return found;

        string Say(string zh, string en) => new LocalText(zh, en).In(language);

        string Modes(IEnumerable<string> codes) => string.Join(language == "en" ? ", " : "、", codes.Select(c => CodeList.Of("modes").NameOf(c, language)));

        string Field(string code) => CodeList.Of("fields").NameOf(code, language);
    }

    /// <summary>
    /// Whether the asker is to be kept away from another record: their owners are the same, the other keeps the asker away, or
    /// the asker keeps away whom it can see. Its own list says nothing of an anonymous record: otherwise a list of twenty
    /// names would find out the owner (ADR 0020).
    /// </summary>
    public static bool AreApart(SearchDocument asker, SearchDocument other) =>
        asker.OrganisationId == other.OrganisationId
        || KeepsAway(other, asker)
        || (other.Named && KeepsAway(asker, other));

    private static bool KeepsAway(SearchDocument one, SearchDocument other) => Avoidance.Holds(one.Avoid, other.OrganisationId, other.OrganisationName);

    /// <summary>What would be needed, from what is unmet or unknown.</summary>
    public static IReadOnlyList<string> Missing(IEnumerable<Requirement> requirements, string language) =>
        [.. requirements.Where(r => r.State != RequirementState.Met && r.Code != "field").Select(r => (r.Code, r.State) switch
        {
            ("trl", RequirementState.Unmet) => new LocalText("要先把成熟度提高，可谈中试或合作开发", "Maturity must be raised first: talk about a pilot or joint development"),
            ("trl", _) => new LocalText("请对方说明成熟度和验证条件", "Ask for the TRL and how it was validated"),
            ("mode", RequirementState.Unmet) => new LocalText("合作方式要双方商量", "The mode of cooperation must be agreed"),
            ("mode", _) => new LocalText("请对方说明可接受的合作方式", "Ask which modes are acceptable"),
            ("budget", RequirementState.Unmet) => new LocalText("报价高于预算，可谈分期或许可", "The price exceeds the budget: talk about instalments or a licence"),
            _ => new LocalText("预算与报价要当面谈", "Budget and price are to be discussed"),
        }).Select(t => t.In(language))];
}
