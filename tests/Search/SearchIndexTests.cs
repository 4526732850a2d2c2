using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Index;
using Matchmaking.Testing;
using Matchmaking.Search.Matching;

namespace Matchmaking.Search.Tests;

/// <summary>What every engine must do alike. An engine's tests are one class that opens and closes it.</summary>
public abstract class SearchIndexTests
{
    /// <summary>Length of the vectors that the index takes; not a multiple of any processor's width.</summary>
    protected const int Dimensions = 70;

    /// <summary>Opens the index; a second time, with what the first one left.</summary>
    protected abstract Task<ISearchIndex> OpenAsync();

    protected abstract ValueTask CloseAsync(ISearchIndex index);

    [Fact]
    public Task What_was_applied_is_found_after_a_refresh() => WithAsync(async index =>
    {
        var document = Documents.Achievement("轴承密封结构");
        await ApplyAsync(index, document);
        Assert.Equal([document.Id], await IdsAsync(index, "轴承密封"));
    });

    [Fact]
    public Task What_was_applied_is_found_without_one() => WithAsync(async index =>
    {
        var document = Documents.Achievement("轴承密封结构");
        await index.ApplyAsync([document], default);
        await Probe.Until(async () => (await IdsAsync(index, "轴承密封")).Count > 0, "it is found");
    });

    [Fact]
    public Task A_newer_version_takes_the_older_ones_place() => WithAsync(async index =>
    {
        var document = Documents.Achievement("轴承密封结构");
        await ApplyAsync(index, document);
        await ApplyAsync(index, document with { Version = 2, Title = "齿轮修形", Texts = [new("title", "齿轮修形", Disclosure.L0, 2)] });
        Assert.Empty(await IdsAsync(index, "轴承密封"));
        Assert.Equal([document.Id], await IdsAsync(index, "齿轮修形"));
        Assert.Equal([KeyValuePair.Create(document.Id, 2L)], await index.VersionsAsync(default));
    });

    [Fact]
    public Task An_older_version_changes_nothing_wherever_it_comes_late() => WithAsync(async index =>
    {
        var (kept, gone) = (Documents.Achievement("轴承密封") with { Version = 3 }, Documents.Achievement("轴承漏油") with { Version = 3 });
        await ApplyAsync(index, kept, gone, gone with { Visible = false, Version = 4 });
        await ApplyAsync(index, kept with { Version = 2, Texts = [new("title", "齿轮修形", Disclosure.L0, 2)] }, gone, kept with { Visible = false, Version = 1 });
        Assert.Equal([kept.Id], await IdsAsync(index, "轴承"));
        Assert.Empty(await IdsAsync(index, "齿轮修形"));
        Assert.Equal([KeyValuePair.Create(kept.Id, 3L)], await index.VersionsAsync(default));
    });

    [Fact]
    public Task The_same_version_again_is_taken_as_it_is_now() => WithAsync(async index =>
    {
        var document = Documents.Achievement("轴承密封");
        await ApplyAsync(index, document);
        await ApplyAsync(index, document with { Texts = [new("title", "齿轮修形", Disclosure.L0, 2)] });
        Assert.Equal([document.Id], await IdsAsync(index, "齿轮修形"));
    });

    [Fact]
    public Task The_same_document_twice_is_one() => WithAsync(async index =>
    {
        var document = Documents.Achievement("轴承密封结构");
        await ApplyAsync(index, document, document);
        Assert.Equal([document.Id], await IdsAsync(index, "轴承密封"));
    });

    [Fact]
    public Task An_invisible_document_is_taken_out_and_never_put_in() => WithAsync(async index =>
    {
        var document = Documents.Achievement("轴承密封结构");
        await ApplyAsync(index, document, Documents.Achievement("轴承密封圈") with { Visible = false });
        await ApplyAsync(index, document with { Visible = false, Version = 2 });
        Assert.Empty(await IdsAsync(index, "轴承密封"));
        Assert.Empty(await index.VersionsAsync(default));
    });

    [Theory]
    [InlineData(Disclosure.L0, 1)]
    [InlineData(Disclosure.L1, 2)]
    public Task A_reader_finds_records_of_the_own_tier_only(Disclosure audience, int expected) => WithAsync(async index =>
    {
        await ApplyAsync(index, [.. new[] { Disclosure.L0, Disclosure.L1, Disclosure.L2, Disclosure.L3, Disclosure.Owner }.Select(l => Documents.Of(RecordKind.Need, "轴承密封", level: l))]);
        Assert.Equal(expected, (await index.SearchAsync(Query("轴承密封", audience), default)).Total);
        Assert.Equal(expected, (await index.SearchAsync(Query("", audience), default)).Total);
    });

    [Fact]
    public Task A_public_reader_does_not_find_by_words_for_members() => WithAsync(async index =>
    {
        var document = Documents.Need("轴承密封").Secretly("泥水台架");
        await ApplyAsync(index, document);
        Assert.Equal(0, (await index.SearchAsync(Query("泥水台架", Disclosure.L0), default)).Total);
        Assert.Equal(1, (await index.SearchAsync(Query("泥水台架", Disclosure.L1), default)).Total);
    });

    [Fact]
    public Task The_public_cannot_filter_or_count_needs_by_conditions_for_members() => WithAsync(async index =>
    {
        await ApplyAsync(
            index, Documents.Need("轴承密封") with { Modes = ["joint"], Trl = 6 }, Documents.Achievement("轴承密封圈") with { Modes = ["joint"], Trl = 6 });
        Assert.Equal(1, (await index.SearchAsync(Query("轴承密封", Disclosure.L0) with { Mode = "joint" }, default)).Total);
        Assert.Equal(1, (await index.SearchAsync(Query("轴承密封", Disclosure.L0) with { MinTrl = 5 }, default)).Total);
        Assert.Equal(2, (await index.SearchAsync(Query("轴承密封") with { Mode = "joint", MinTrl = 5 }, default)).Total);
        var facets = (await index.SearchAsync(Query("轴承密封", Disclosure.L0) with { Facets = true }, default)).Facets;
        Assert.Equal((1, 1), (facets["mode"]["joint"], facets["trl"]["6"]));
    });

    [Fact]
    public Task Filters_take_only_what_they_name() => WithAsync(async index =>
    {
        var need = Documents.Need("轴承密封") with { Field = "manufacturing", Modes = ["joint"] };
        var low = Documents.Achievement("轴承密封圈") with { Field = "materials", Modes = ["license", "joint"], Trl = 4 };
        var high = Documents.Achievement("轴承密封唇") with { Field = "manufacturing", Modes = ["license"], Trl = 8 };
        await ApplyAsync(index, need, low, high);
        await ExpectAsync(Query("轴承密封") with { Kinds = [RecordKind.Need] }, need);
        await ExpectAsync(Query("轴承密封") with { Kinds = [RecordKind.Need, RecordKind.Achievement] }, need, low, high);
        await ExpectAsync(Query("轴承密封") with { Kinds = [RecordKind.Expert] });
        await ExpectAsync(Query("轴承密封") with { Field = "manufacturing" }, need, high);
        await ExpectAsync(Query("轴承密封") with { Mode = "license" }, low, high);
        await ExpectAsync(Query("轴承密封") with { MinTrl = 5 }, high);
        await ExpectAsync(Query("轴承密封") with { MinTrl = 4, Mode = "joint" }, low);
        await ExpectAsync(Query("") with { MinTrl = 1 }, low, high);
        await ExpectAsync(Query("轴承密封") with { NotOrganisation = high.OrganisationId }, need, low);

        async Task ExpectAsync(IndexQuery query, params SearchDocument[] expected)
        {
            var page = await index.SearchAsync(query, default);
            Assert.Equal(expected.Select(d => d.Id).Order(), page.Hits.Select(h => h.Id).Order());
            Assert.Equal(expected.Length, page.Total);
        }
    });

    [Fact]
    public Task Facets_count_all_hits_and_not_only_the_page() => WithAsync(async index =>
    {
        await ApplyAsync(index, [.. Enumerable.Range(0, 7).Select(i => Documents.Achievement($"轴承密封{i}") with { Field = i < 4 ? "materials" : "energy", Trl = 5, Modes = ["license"] }), Documents.Need("轴承密封")]);
        var page = await index.SearchAsync(Query("轴承密封") with { Take = 2, Facets = true }, default);
        Assert.Equal((2, 8), (page.Hits.Count, page.Total));
        Assert.Equal((4, 3), (page.Facets["field"]["materials"], page.Facets["field"]["energy"]));
        Assert.Equal((7, 1), (page.Facets["kind"]["Achievement"], page.Facets["kind"]["Need"]));
        Assert.Equal((7, 7), (page.Facets["trl"]["5"], page.Facets["mode"]["license"]));
    });

    [Fact]
    public Task Pages_hold_every_hit_once() => WithAsync(async index =>
    {
        List<SearchDocument> all = [.. Enumerable.Range(0, 23).Select(i => Documents.Achievement("轴承密封", $"第{i}种"))];
        await ApplyAsync(index, [.. all]);
        List<Guid> read = [];
        for (var skip = 0; skip < 30; skip += 5)
        {
            read.AddRange((await index.SearchAsync(Query("轴承密封") with { Skip = skip, Take = 5 }, default)).Hits.Select(h => h.Id));
        }

        Assert.Equal(all.Select(d => d.Id).Order(), read.Order());
    });

    [Fact]
    public Task Nothing_is_found_beyond_the_last_row_that_a_list_goes_to() => WithAsync(async index =>
    {
        await ApplyAsync(index, Documents.Achievement("轴承密封"), Documents.Need("轴承密封"));
        foreach (var skip in new[] { Page<IndexHit>.MostRows, 10_000_000, int.MaxValue - 100 })
        {
            var page = await index.SearchAsync(Query("轴承密封") with { Skip = skip, Take = 100, Facets = true }, default);
            Assert.Equal((0, 2, 1), (page.Hits.Count, page.Total, page.Facets["kind"]["Need"]));
        }
    });

    [Fact]
    public Task A_wrong_letter_is_tolerated_in_as_many_words_as_asked_the_longest_first() => WithAsync(async index =>
    {
        var (longer, shorter) = (Documents.Achievement("polyurethane"), Documents.Achievement("hydrogel"));
        await ApplyAsync(index, longer, shorter);
        var query = Query("hydrogil polyurathane " + string.Join(' ', Enumerable.Range(0, 90).Select(i => $"zz{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}")));
        Assert.Empty(await FoundAsync(query));
        Assert.Equal([longer.Id], await FoundAsync(query with { FuzzyWords = 1 }));
        Assert.Equal(new[] { longer.Id, shorter.Id }.Order(), await FoundAsync(query with { FuzzyWords = 2 }));
        Assert.Equal(3, (query with { FuzzyWords = 3 }).Tolerant().Count);

        async Task<IEnumerable<Guid>> FoundAsync(IndexQuery asked) => (await index.SearchAsync(asked, default)).Hits.Select(h => h.Id).Order();
    });

    [Fact]
    public Task The_best_comes_first_and_scores_fall() => WithAsync(async index =>
    {
        var best = Documents.Achievement("轴承密封漏油治理", "轴承密封漏油");
        await ApplyAsync(index, Documents.Achievement("轴承钢热处理", "炉温控制"), best, Documents.Achievement("密封胶配方", "耐候"));
        var hits = (await index.SearchAsync(Query("轴承密封漏油"), default)).Hits;
        Assert.Equal(best.Id, hits[0].Id);
        Assert.Equal(hits.OrderByDescending(h => h.Score).Select(h => h.Score), hits.Select(h => h.Score));
    });

    [Fact]
    public Task Newest_first_when_asked_or_when_nothing_is_looked_for() => WithAsync(async index =>
    {
        List<SearchDocument> all = [.. Enumerable.Range(0, 5).Select(i => Documents.Achievement("轴承密封") with { PublishedAt = new DateTime(2026, 1, 1 + i, 0, 0, 0, DateTimeKind.Utc) })];
        await ApplyAsync(index, [.. all]);
        var newest = all.OrderByDescending(d => d.PublishedAt).Select(d => d.Id).ToList();
        Assert.Equal(newest, (await index.SearchAsync(Query("轴承密封") with { Newest = true }, default)).Hits.Select(h => h.Id));
        Assert.Equal(newest, (await index.SearchAsync(Query(""), default)).Hits.Select(h => h.Id));
    });

    [Fact]
    public Task A_match_in_the_title_counts_more_when_asked() => WithAsync(async index =>
    {
        var inTitle = Documents.Achievement("泥水密封", "一种结构，可用于多种场合，耐久而且便宜，安装也方便");
        var inText = Documents.Achievement("一种结构", "泥水密封，泥水密封");
        await ApplyAsync(index, inTitle, inText);
        Assert.Equal(inTitle.Id, (await index.SearchAsync(Query("泥水密封") with { PreferTitles = true }, default)).Hits[0].Id);
    });

    [Fact]
    public Task A_slip_in_a_latin_word_is_forgiven_when_asked() => WithAsync(async index =>
    {
        var document = Documents.Achievement("polyurea grease");
        await ApplyAsync(index, document);
        Assert.Empty((await index.SearchAsync(Query("polyurae"), default)).Hits);
        Assert.Equal([document.Id], (await index.SearchAsync(Query("polyurae") with { FuzzyWords = 4 }, default)).Hits.Select(h => h.Id));
    });

    [Fact]
    public Task A_hit_holds_the_share_of_words_that_was_asked_for() => WithAsync(async index =>
    {
        var half = Documents.Achievement("alpha beta");
        await ApplyAsync(index, half);
        Assert.Single((await index.SearchAsync(Query("alpha beta gamma delta") with { MinShouldMatch = 0.5 }, default)).Hits);
        Assert.Empty((await index.SearchAsync(Query("alpha beta gamma delta") with { MinShouldMatch = 0.75 }, default)).Hits);
    });

    [Fact]
    public Task A_very_long_question_is_answered() => WithAsync(async index =>
    {
        var document = Documents.Achievement("word7 word8");
        await ApplyAsync(index, document);
        var page = await index.SearchAsync(Query(string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"word{i}"))), default);
        Assert.Equal([document.Id], page.Hits.Select(h => h.Id));
    });

    [Fact]
    public Task Signs_of_query_languages_are_words_like_others() => WithAsync(async index =>
    {
        await ApplyAsync(index, Documents.Achievement("轴承密封"));
        foreach (var text in new[] { "*", "\"轴承", "(", "轴承 AND", "title:轴承", "轴承~2", "[a TO b]", "\\" })
        {
            await index.SearchAsync(Query(text), default);
        }
    });

    [Fact]
    public Task Statistics_count_documents_and_not_occurrences() => WithAsync(async index =>
    {
        await ApplyAsync(index, Documents.Achievement("alpha alpha beta"), Documents.Achievement("alpha"), Documents.Achievement("gamma"));
        var statistics = await index.StatisticsAsync(["alpha", "beta", "none"], default);
        Assert.Equal(3, statistics.Documents);
        Assert.Equal((2, 1, 0), (statistics.Frequencies.GetValueOrDefault("alpha"), statistics.Frequencies.GetValueOrDefault("beta"), statistics.Frequencies.GetValueOrDefault("none")));
        Assert.Equal(Math.Log(1 + (1.5 / 2.5)), statistics.Idf("alpha"), 9);
        Assert.Equal(5 / 3.0, statistics.AverageLength, 9);
        Assert.Equal((3, 0), ((await index.StatisticsAsync([], default)).Documents, (await index.StatisticsAsync([], default)).Frequencies.Count));
    });

    [Fact]
    public Task The_nearest_come_first_with_their_cosine() => WithAsync(async index =>
    {
        var (same, near, far) = (Pointing("一", 0), Pointing("二", 0.5), Pointing("三", Math.PI));
        await ApplyAsync(index, far, near, same, Documents.Achievement("没有向量"));
        var hits = await index.NearestAsync(same.Vector!, Query(""), 10, default);
        Assert.Equal([same.Id, near.Id, far.Id], hits.Select(h => h.Id));
        Assert.Equal([1, Math.Cos(0.5), -1], hits.Select(h => h.Score), (a, b) => Math.Abs(a - b) < 0.01);
        Assert.Equal([same.Id], (await index.NearestAsync(same.Vector!, Query(""), 1, default)).Select(h => h.Id));
    });

    [Fact]
    public Task The_nearest_are_those_that_a_plain_comparison_finds() => WithAsync(async index =>
    {
        var random = new Random(20260301);
        List<SearchDocument> all = [.. Enumerable.Range(0, 500).Select(i => Documents.Achievement($"第{i}种") with { Vector = Unit(random) })];
        await index.ApplyAsync(all, default);
        await index.RefreshAsync(default);
        var found = 0;
        for (var i = 0; i < 20; i++)
        {
            var wanted = Unit(random);
            var expected = all.OrderByDescending(d => Dot(d.Vector!, wanted)).Take(10).Select(d => d.Id).ToHashSet();
            found += (await index.NearestAsync(wanted, Query(""), 10, default)).Count(h => expected.Contains(h.Id));
        }

        // Rounding and a graph that is walked in part may cost one in fifty.
        Assert.InRange(found, 196, 200);

        static float[] Unit(Random random)
        {
            var vector = Enumerable.Range(0, Dimensions).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
            var length = MathF.Sqrt(vector.Sum(v => v * v));
            return [.. vector.Select(v => v / length)];
        }

        static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
    });

    [Fact]
    public Task The_nearest_pass_the_same_filters_as_a_search() => WithAsync(async index =>
    {
        var need = Pointing("需求", 0.1) with { Kind = RecordKind.Need, Modes = ["joint"], Trl = 6 };
        var secret = Pointing("不公开", 0.2) with { Level = Disclosure.L2 };
        var members = Pointing("会员", 0.3) with { Level = Disclosure.L1, Field = "materials" };
        var other = Pointing("公开", 0.4) with { Avoid = ["rival"], Modes = ["joint"], Trl = 4 };
        await ApplyAsync(index, need, secret, members, other);
        await ExpectAsync(Query(""), need, members, other);
        await ExpectAsync(Query("", Disclosure.L0), need, other);
        await ExpectAsync(Query("") with { Kinds = [RecordKind.Achievement] }, members, other);
        await ExpectAsync(Query("") with { NotOrganisation = members.OrganisationId }, need, other);
        await ExpectAsync(Query("") with { NotAvoiding = ["unknown", "rival"] }, need, members);
        await ExpectAsync(Query("") with { Field = "materials" }, members);
        await ExpectAsync(Query("") with { MinTrl = 5 }, need);
        await ExpectAsync(Query("", Disclosure.L0) with { Mode = "joint" }, other);

        async Task ExpectAsync(IndexQuery filters, params SearchDocument[] expected) => Assert.Equal(
            expected.Select(d => d.Id), (await index.NearestAsync(Pointing("", 0).Vector!, filters, 10, default)).Select(h => h.Id));
    });

    [Fact]
    public Task What_was_taken_out_or_replaced_is_near_to_nothing() => WithAsync(async index =>
    {
        var (gone, turned) = (Pointing("一", 0), Pointing("二", 0.1));
        await ApplyAsync(index, gone, turned);
        await ApplyAsync(index, gone with { Visible = false, Version = 2 }, turned with { Vector = Pointing("", 1).Vector, Version = 2 });
        var hit = Assert.Single(await index.NearestAsync(Pointing("", 0).Vector!, Query(""), 10, default));
        Assert.Equal(turned.Id, hit.Id);
        Assert.Equal(Math.Cos(1), hit.Score, 0.01);
    });

    [Theory, InlineData("轴承密封"), InlineData("")]
    public Task Equals_stand_in_one_order_newest_first_whenever_and_in_whatever_order_they_came(string text) => WithAsync(async index =>
    {
        var at = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        var equals = Enumerable.Range(0, 8).Select(i => Documents.Achievement("轴承密封") with { PublishedAt = at.AddDays(i / 2) }).ToList();
        foreach (var one in equals)
        {
            await ApplyAsync(index, one);
        }

        var first = await IdsAsync(index, text);
        Assert.Equal(equals.Select(e => e.PublishedAt).Reverse(), first.Select(id => equals.Single(e => e.Id == id).PublishedAt));
        foreach (var one in equals.AsEnumerable().Reverse())
        {
            await ApplyAsync(index, one with { Version = 2 });
        }

        Assert.Equal(first, await IdsAsync(index, text));
    });

    [Fact]
    public Task The_index_tells_which_documents_have_a_vector() => WithAsync(async index =>
    {
        var (with, without, gone) = (Pointing("一", 0), Documents.Achievement("二"), Pointing("三", 1));
        await ApplyAsync(index, with, without, gone, gone with { Visible = false, Version = 2 });
        Assert.Equal([with.Id], await ((IEngineIndex)index).WithVectorAsync(default));
    });

    [Fact]
    public Task Many_statistics_are_asked_for_at_once() => WithAsync(async index =>
    {
        await ApplyAsync(index, Documents.Achievement("word7 word8"));
        var statistics = await index.StatisticsAsync([.. Enumerable.Range(0, 6000).Select(i => $"word{i}")], default);
        Assert.Equal(["word7", "word8"], statistics.Frequencies.Where(f => f.Value > 0).Select(f => f.Key).Order());
    });

    [Fact]
    public async Task What_was_applied_is_there_after_closing_and_opening()
    {
        var (kept, gone) = (Documents.Achievement("轴承密封"), Documents.Achievement("轴承漏油"));
        await WithAsync(index => ApplyAsync(index, kept, gone));
        await WithAsync(index => ApplyAsync(index, gone with { Visible = false, Version = 2 }));
        await WithAsync(async index => Assert.Equal([KeyValuePair.Create(kept.Id, 1L)], await index.VersionsAsync(default)));
    }

    [Fact]
    public Task An_empty_index_answers_everything_with_nothing() => WithAsync(async index =>
    {
        Assert.Empty((await index.SearchAsync(Query("轴承") with { Facets = true }, default)).Hits);
        Assert.Empty((await index.SearchAsync(Query(""), default)).Hits);
        Assert.Empty(await index.VersionsAsync(default));
        Assert.Empty(await index.NearestAsync(Pointing("", 0).Vector!, Query(""), 10, default));
        Assert.True(double.IsFinite((await index.StatisticsAsync(["a"], default)).Idf("a")));
    });

    [Fact]
    public Task Writers_and_readers_do_not_disturb_each_other() => WithAsync(async index =>
    {
        List<SearchDocument> all = [.. Enumerable.Range(0, 200).Select(i => Documents.Achievement($"轴承密封 word{i}"))];
        await Task.WhenAll(
            Parallel.ForEachAsync(all, async (d, cancellation) => await index.ApplyAsync([d], cancellation)),
            Parallel.ForEachAsync(Enumerable.Range(0, 200), async (i, cancellation) => await index.SearchAsync(Query("轴承密封") with { Facets = true }, cancellation)));
        await index.RefreshAsync(default);
        Assert.Equal(all.ToDictionary(d => d.Id, d => 1L).OrderBy(p => p.Key), (await index.VersionsAsync(default)).OrderBy(p => p.Key));
    });

    private static SearchDocument Pointing(string title, double angle)
    {
        var vector = new float[Dimensions];
        // Both ends: the widest part of the registers and the rest after them.
        (vector[0], vector[^1]) = ((float)Math.Cos(angle), (float)Math.Sin(angle));
        return Documents.Achievement(title) with { Vector = vector };
    }

    private static IndexQuery Query(string text, Disclosure audience = Disclosure.L1) => new(QueryTokens.Of(text), audience, [], 0, 100);

    private static async Task ApplyAsync(ISearchIndex index, params SearchDocument[] documents)
    {
        await index.ApplyAsync(documents, default);
        await index.RefreshAsync(default);
    }

    private static async Task<List<Guid>> IdsAsync(ISearchIndex index, string text) =>
        [.. (await index.SearchAsync(Query(text), default)).Hits.Select(h => h.Id)];

    private async Task WithAsync(Func<ISearchIndex, Task> test)
    {
        var index = await OpenAsync();
        try
        {
            await test(index);
        }
        finally
        {
            await CloseAsync(index);
        }
    }
}
