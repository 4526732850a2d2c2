using System.Text.Json;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>From a published need to partners with reasons.</summary>
public sealed class FindableTests(Portal portal)
{
    [Fact]
    public async Task A_published_need_is_found_by_those_it_is_open_to()
    {
        var id = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l1", "qzsoon"), (Readers.Enterprise, "submit"));
        Assert.Equal(0, await HitsAsync(Readers.Liaison, "qzsoontitle"));
        var waiting = await portal.GetAsync(Readers.Organizer, "/api/needs/review?q=qzsoontitle");
        Assert.Equal(id, waiting["items"]![0]!["id"]!.GetValue<Guid>());

        await portal.MoveAsync("needs", id, Readers.Organizer, "publish", await VersionAsync(id));
        await Probe.Until(async () => await HitsAsync(Readers.Liaison, "qzsoontitle") == 1, "the need is found");
        Assert.Equal(0, await HitsAsync(Readers.Visitor, "qzsoontitle"));

        await portal.MoveAsync("needs", id, Readers.Enterprise, "withdraw", await VersionAsync(id));
        await Probe.Until(async () => await HitsAsync(Readers.Liaison, "qzsoontitle") == 0, "the withdrawn need is gone");
    }

    [Fact]
    public async Task Suggestions_say_why_in_marked_passages_requirements_and_what_is_missing()
    {
        var achievement = await portal.RecordAsync(
            "achievements", Readers.Liaison, Contents.Achievement("l0", "qzwhy"), (Readers.Liaison, "submit"), (Readers.Organizer, "publish"));
        var need = await portal.RecordAsync(
            "needs", Readers.Enterprise, Contents.Need("l1", "qzask"), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));
        await Probe.Until(async () => await HitsAsync(Readers.Organizer, "qzwhytitle") + await HitsAsync(Readers.Organizer, "qzasktitle") == 2, "both are found");

        var page = (await portal.GetAsync(Readers.Enterprise, $"/api/search/suggestions/need/{need}?size=100")).Deserialize<Contracts.Page<Suggestion>>(JsonDefaults.Options)!;
        var found = Assert.Single(page.Items, s => s.Id == achievement);
        Assert.Equal(Enumerable.Range(1, page.Items.Count), page.Items.Select(s => s.Rank));
        Assert.All(page.Items, s =>
        {
            Assert.InRange(s.Score, 0, 1);
            Assert.Contains(s.Band, new[] { "likely", "possible", "unlikely" });
            Assert.All(s.Passages.SelectMany(p => new[] { p.Yours, p.Theirs }), MarksLieInside);
            Assert.InRange(s.Contributions.Sum(c => c.Share), 0, 1.01);
        });
        Assert.Equal(page.Items.OrderByDescending(s => s.Score).Select(s => s.Score), page.Items.Select(s => s.Score));

        Assert.NotEmpty(found.Passages);
        Assert.Contains(found.Passages, p => p.Theirs.Marks.Select(m => p.Theirs.Text.Substring(m.Start, m.Length)).Any(t => t.Contains("润滑", StringComparison.Ordinal)));
        Assert.Equal(RequirementState.Met, found.Requirements.Single(r => r.Code == "trl").State);
        Assert.Equal(RequirementState.Unmet, found.Requirements.Single(r => r.Code == "mode").State);
        Assert.Equal(RequirementState.Unknown, found.Requirements.Single(r => r.Code == "budget").State);
        Assert.Equal(["合作方式要双方商量", "预算与报价要当面谈"], found.Missing);
        Assert.Equal("江海理工大学", found.OrganisationName);
    }

    [Fact]
    public async Task Hits_mark_what_was_looked_for()
    {
        var result = (await portal.GetAsync(Readers.Visitor, "/api/search/?size=50&q=" + Uri.EscapeDataString("轴承密封"))).Deserialize<SearchResult>(JsonDefaults.Options)!;
        Assert.NotEmpty(result.Hits.Items);
        Assert.All(result.Hits.Items, h =>
        {
            MarksLieInside(h.Title);
            if (h.Passage is { } passage)
            {
                MarksLieInside(passage);
            }
        });
        Assert.Contains(result.Hits.Items, h => h.Title.Marks.Count > 0);
    }

    private static void MarksLieInside(MarkedText text)
    {
        var end = 0;
        foreach (var mark in text.Marks)
        {
            Assert.True(mark.Start >= end && mark.Length > 0 && mark.Start + mark.Length <= text.Text.Length, $"{mark} in '{text.Text}'");
            end = mark.Start + mark.Length;
        }
    }

    private async Task<long> VersionAsync(Guid id) => (await portal.GetAsync(Readers.Enterprise, $"/api/needs/{id}"))["version"]!.GetValue<long>();

    private async Task<int> HitsAsync(Reader reader, string word) =>
        (await portal.GetAsync(reader, $"/api/search/?size=1&q={word}"))["hits"]!["total"]!.GetValue<int>();
}
