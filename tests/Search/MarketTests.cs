using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.BlueFire;
using Matchmaking.Contracts.Events;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Markets;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Tests;

/// <summary>Blue Fire posts and candidates, and participants of an event, ranked for each other and hidden from everybody else.</summary>
public sealed class MarketTests
{
    private static readonly (string Title, string Task)[] Posts =
    [
        ("盾构主轴承密封攻关", "滚动轴承在泥水工况下密封失效漏油，要求延长密封寿命并降低摩擦力矩，搭建试验台"),
        ("电泳漆附着力提升", "汽车零件电泳后掉漆，盐雾试验起泡，要求查明前处理与涂层附着力的关系"),
        ("废水脱氮优化", "化工废水总氮超标，碳源投加量大，要求优化反硝化工艺"),
    ];

    private static readonly (string Discipline, string Research)[] Doctors =
    [
        ("机械工程", "旋转机械动密封的摩擦学行为与唇形密封寿命预测，泥浆环境下轴承润滑"),
        ("材料科学与工程", "金属表面磷化与阴极电泳涂层的附着力、耐盐雾腐蚀机理"),
        ("环境工程", "高氮废水短程反硝化与碳源利用，生物膜脱氮"),
    ];

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_post_and_a_candidate_find_each_other_with_reasons(DatabaseKind database)
    {
        await using var host = await MarketHost.StartAsync(database);
        var cohort = await CohortAsync(host);
        for (var i = 0; i < Posts.Length; i++)
        {
            var forPost = await PartnersAsync(host, cohort.Bureau, cohort.Id, cohort.Posts[i]);
            Assert.Equal(3, forPost.Total);
            Assert.Equal((cohort.Applications[i], MarketEntryKind.Application, MarketDirection.TheyOffer), (forPost.Items[0].Id, forPost.Items[0].Kind, forPost.Items[0].Direction));
            Assert.Equal(Doctors[i].Discipline, forPost.Items[0].Title);
            Assert.Null(forPost.Items[0].OrganisationName);
            Assert.NotEmpty(forPost.Items[0].Passages);
            Assert.NotEmpty(forPost.Items[0].Signals);
            Assert.Contains(forPost.Items[0].Contributions, c => c.Label == "研究方向");

            var forDoctor = await PartnersAsync(host, cohort.Candidates[i], cohort.Id, cohort.Applications[i]);
            Assert.Equal((cohort.Posts[i], MarketEntryKind.Post, MarketDirection.TheySeek), (forDoctor.Items[0].Id, forDoctor.Items[0].Kind, forDoctor.Items[0].Direction));
            Assert.Equal([1, 2, 3], forDoctor.Items.Select(p => p.Rank));
        }
    }

    [Fact]
    public async Task A_second_page_goes_on_where_the_first_ends()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var cohort = await CohortAsync(host);
        var whole = await PartnersAsync(host, cohort.Bureau, cohort.Id, cohort.Posts[0]);
        var second = await PartnersAsync(host, cohort.Bureau, cohort.Id, cohort.Posts[0], "?page=2&size=2");
        Assert.Equal((3, whole.Items[2].Id, 3), (second.Total, second.Items.Single().Id, second.Items.Single().Rank));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Participants_meet_where_one_seeks_what_the_other_offers(DatabaseKind database)
    {
        await using var host = await MarketHost.StartAsync(database);
        var (market, bureau) = (Guid.NewGuid(), MarketHost.MemberOf(Guid.NewGuid(), Roles.Organizer));
        // Two that seek the same have nothing for each other; one both seeks and offers.
        var factory = await ParticipantAsync(host, market, "轴承厂", seeks: Posts[0].Task);
        var rival = await ParticipantAsync(host, market, "另一家轴承厂", seeks: Posts[0].Task);
        var institute = await ParticipantAsync(host, market, "研究所", seeks: Posts[1].Task, offers: Doctors[0].Research);
        var coating = await ParticipantAsync(host, market, "涂装公司", offers: Doctors[1].Research);
        await ParticipantAsync(host, Guid.NewGuid(), "别的活动的", seeks: Posts[1].Task, offers: Doctors[0].Research);
        await host.HandledAsync();

        var forFactory = await PartnersAsync(host, bureau, market, factory);
        Assert.Equal([institute, coating], forFactory.Items.Select(p => p.Id));
        Assert.DoesNotContain(rival, forFactory.Items.Select(p => p.Id));
        var forInstitute = await PartnersAsync(host, bureau, market, institute);
        Assert.Equal(
            [(coating, MarketDirection.TheyOffer), (factory, MarketDirection.TheySeek), (rival, MarketDirection.TheySeek)],
            forInstitute.Items.Select(p => (p.Id, p.Direction)).OrderBy(p => p.Direction).ThenBy(p => p.Id == rival));
        Assert.Equal("涂装公司", forInstitute.Items.Single(p => p.Id == coating).Title);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Nobody_sees_another_candidates_list(DatabaseKind database)
    {
        await using var host = await MarketHost.StartAsync(database);
        var cohort = await CohortAsync(host);
        var (application, post) = (cohort.Applications[0], cohort.Posts[0]);
        (Member? Reader, int Application, int Post)[] readers =
        [
            (null, 401, 401),
            (cohort.Candidates[0], 200, 404),
            (cohort.Candidates[1], 404, 404),
            // Of the candidate's own university, in whatever role.
            (MarketHost.MemberOf(cohort.Candidates[0].Organisation, Roles.Liaison), 404, 404),
            (MarketHost.MemberOf(cohort.Enterprises[0]), 404, 200),
            (MarketHost.MemberOf(cohort.Enterprises[1]), 404, 404),
            (cohort.Bureau, 200, 200),
        ];
        foreach (var (reader, first, second) in readers)
        {
            Assert.Equal(first, (await host.GetAsync(reader, Path(cohort.Id, application))).Status);
            Assert.Equal(second, (await host.GetAsync(reader, Path(cohort.Id, post))).Status);
        }

        Assert.Equal(404, (await host.GetAsync(cohort.Bureau, Path(Guid.NewGuid(), post))).Status);
        await host.OrganisationAsync(cohort.Enterprises[0], OrganisationStatus.Suspended);
        await host.HandledAsync();
        Assert.Equal(403, (await host.GetAsync(MarketHost.MemberOf(cohort.Enterprises[0]), Path(cohort.Id, post))).Status);
    }

    [Fact]
    public async Task What_is_in_a_closed_market_is_found_nowhere_else()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var cohort = await CohortAsync(host);
        var need = await host.NeedAsync("auto-n08", Guid.NewGuid());
        var ids = cohort.Posts.Concat(cohort.Applications).Select(i => i.ToString()).ToList();
        foreach (var reader in new[] { null, MarketHost.MemberOf(Guid.NewGuid()), cohort.Candidates[0], cohort.Bureau })
        {
            foreach (var word in new[] { "唇形密封", "短程反硝化", "盾构主轴承密封攻关", "B-2026-0001" })
            {
                var (_, found) = await host.GetAsync(reader, $"?q={Uri.EscapeDataString(word)}");
                Assert.DoesNotContain(ids, i => found!.ToJsonString().Contains(i, StringComparison.OrdinalIgnoreCase));
                Assert.DoesNotContain("反硝化", found!.ToJsonString(), StringComparison.Ordinal);
            }
        }

        foreach (var kind in new[] { "achievement", "expert" })
        {
            var (status, suggested) = await host.GetAsync(cohort.Bureau, $"suggestions/need/{need}?for={kind}");
            Assert.Equal((200, 0), (status, suggested!["total"]!.GetValue<int>()));
        }

        foreach (var kind in new[] { "need", "expert" })
        {
            Assert.Equal(404, (await host.GetAsync(cohort.Bureau, $"suggestions/{kind}/{cohort.Posts[0]}")).Status);
            Assert.Equal(404, (await host.GetAsync(cohort.Bureau, $"suggestions/need/{need}/why/{cohort.Applications[0]}")).Status);
        }

        Assert.Equal(1, await host.UseAsync(db => db.Documents.CountAsync()));
    }

    [Fact]
    public async Task Own_organisation_and_those_kept_apart_are_not_compared()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (market, own) = (Guid.NewGuid(), Guid.NewGuid());
        var post = await PostAsync(host, market, 0, own, "甲公司", avoid: "丁大学");
        await ApplicationAsync(host, market, 0, own, "甲公司");
        await ApplicationAsync(host, market, 0, Guid.NewGuid(), "乙大学", avoid: "甲公司");
        await ApplicationAsync(host, market, 0, Guid.NewGuid(), "丁大学");
        var one = await ApplicationAsync(host, market, 0, Guid.NewGuid(), "丙大学");
        await host.HandledAsync();
        var found = await PartnersAsync(host, MarketHost.MemberOf(own), market, post);
        Assert.Equal([one.Id], found.Items.Select(p => p.Id));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_change_is_ranked_anew_and_what_is_withdrawn_leaves_no_text(DatabaseKind database)
    {
        await using var host = await MarketHost.StartAsync(database);
        var cohort = await CohortAsync(host);
        var application = cohort.Applications[2];
        async Task ChangeAsync(long version, bool visible, int text)
        {
            await host.TellAsync(new ApplicationChanged(application, version, host.Clock.Now, cohort.Id, Snapshot(
                "D", cohort.Candidates[2].Organisation, "大学", cohort.Candidates[2].Account, visible, ["某企业"], ContentOf(text))));
            await host.HandledAsync();
        }

        async Task<List<Guid>> ForFirstPostAsync() => [.. (await PartnersAsync(host, cohort.Bureau, cohort.Id, cohort.Posts[0])).Items.Select(p => p.Id)];

        await ChangeAsync(3, true, 0);
        Assert.Equal(2, (await ForFirstPostAsync()).Take(2).Count(i => i == application || i == cohort.Applications[0]));
        await ChangeAsync(2, true, 2);
        Assert.Equal(2, (await ForFirstPostAsync()).Take(2).Count(i => i == application || i == cohort.Applications[0]));
        await ChangeAsync(4, false, 0);
        Assert.DoesNotContain(application, await ForFirstPostAsync());
        Assert.Equal(404, (await host.GetAsync(cohort.Candidates[2], Path(cohort.Id, application))).Status);
        var left = await host.UseAsync(db => db.MarketEntries.SingleAsync(e => e.Id == application));
        Assert.Equal(("", false, "", "", null, Guid.Empty), (left.Json, left.Open, left.Avoid, left.OrganisationKey, left.AuthorId, left.OrganisationId));
        Assert.False(await host.UseAsync(db => db.MarketTexts.AnyAsync(t => t.EntryId == application)));
        await ChangeAsync(3, true, 0);
        Assert.DoesNotContain(application, await ForFirstPostAsync());
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task With_a_model_entries_are_embedded_and_meaning_counts(DatabaseKind database)
    {
        await using var host = await MarketHost.StartAsync(database, "--Search:Embedding:Path", TestSettings.Model);
        var cohort = await CohortAsync(host);
        await Probe.Until(() => host.UseAsync(async db => await db.MarketTexts.CountAsync(t => t.Model != null && t.Sentence != null && t.Embedding != null) == 6), "all are embedded");
        var found = await PartnersAsync(host, cohort.Bureau, cohort.Id, cohort.Posts[1]);
        Assert.Equal(cohort.Applications[1], found.Items[0].Id);
        Assert.Contains(found.Items[0].Signals, s => s.Field == "late");
        // A new wording is embedded again.
        await host.TellAsync(new ApplicationChanged(cohort.Applications[2], 2, host.Clock.Now, cohort.Id, Snapshot(
            "D", cohort.Candidates[2].Organisation, "大学", cohort.Candidates[2].Account, true, [], ContentOf(1))));
        await host.HandledAsync();
        await Probe.Until(() => host.UseAsync(db => db.MarketTexts.AllAsync(t => t.Model != null)), "the new wording is embedded");
        var again = await PartnersAsync(host, cohort.Bureau, cohort.Id, cohort.Posts[1]);
        Assert.Equal(2, again.Items.Take(2).Count(p => p.Id == cohort.Applications[1] || p.Id == cohort.Applications[2]));
    }

    private static async Task<Cohort> CohortAsync(MarketHost host)
    {
        var cohort = new Cohort(Guid.NewGuid(), MarketHost.MemberOf(Guid.NewGuid(), Roles.Organizer), [], [], [], []);
        for (var i = 0; i < Posts.Length; i++)
        {
            cohort.Enterprises.Add(Guid.NewGuid());
            cohort.Posts.Add(await PostAsync(host, cohort.Id, i, cohort.Enterprises[i], "企业" + i));
            var (id, author) = await ApplicationAsync(host, cohort.Id, i, Guid.NewGuid(), "大学" + i);
            cohort.Applications.Add(id);
            cohort.Candidates.Add(author);
        }

        await host.HandledAsync();
        return cohort;
    }

    private static async Task<Guid> PostAsync(MarketHost host, Guid market, int i, Guid owner, string name, params string[] avoid)
    {
        var id = Guid.NewGuid();
        await host.TellAsync(new PostChanged(id, 1, host.Clock.Now, market, Snapshot(
            $"B-2026-000{i + 1}", owner, name, Guid.NewGuid(), true, avoid, new PostContent { Title = Posts[i].Title, Task = Posts[i].Task })));
        return id;
    }

    private static async Task<(Guid Id, Member Author)> ApplicationAsync(MarketHost host, Guid market, int i, Guid university, string name, params string[] avoid)
    {
        var (id, author) = (Guid.NewGuid(), MarketHost.MemberOf(university, Roles.Phd));
        await host.TellAsync(new ApplicationChanged(
            id, 1, host.Clock.Now, market, Snapshot($"D-2026-000{i + 1}", university, name, author.Account, true, avoid, ContentOf(i), named: false)));
        return (id, author);
    }

    private static async Task<Guid> ParticipantAsync(MarketHost host, Guid market, string title, string seeks = "", string offers = "")
    {
        var id = Guid.NewGuid();
        await host.TellAsync(new ParticipantChanged(id, 1, host.Clock.Now, market, Snapshot(
            "P", Guid.NewGuid(), title, Guid.NewGuid(), true, [], new ParticipantContent { Title = title, Seeks = seeks, Offers = offers })));
        return id;
    }

    private static ApplicationContent ContentOf(int i) => new() { Discipline = Doctors[i].Discipline, Research = Doctors[i].Research };

    private static RecordSnapshot<TContent> Snapshot<TContent>(
        string number, Guid owner, string name, Guid author, bool visible, string[] avoid, TContent content, bool named = true) => new(
        number, "open", visible, Disclosure.L2, owner, name, named, author, null, null, [.. avoid.Select(Avoidance.Key)], content);

    private static string Path(Guid market, Guid entry) => $"markets/{market}/entries/{entry}/partners";

    private static async Task<Page<MarketPartner>> PartnersAsync(MarketHost host, Member reader, Guid market, Guid entry, string query = "")
    {
        var (status, body) = await host.GetAsync(reader, Path(market, entry) + query);
        Assert.True(status == 200, body?.ToJsonString());
        return body.Deserialize<Page<MarketPartner>>(JsonDefaults.Options)!;
    }

    private sealed record Cohort(
        Guid Id, Member Bureau, List<Guid> Enterprises, List<Guid> Posts, List<Member> Candidates, List<Guid> Applications);
}
