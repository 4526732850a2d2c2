using CsCheck;
using Matchmaking.Search.Matching;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

public sealed class FairExposureTests
{
    private static readonly Gen<ExposureCandidate[]> Lists = Gen.Select(Gen.Double[0, 6], Gen.Int[0, 12], Gen.Bool).Array[0, 40].Select(list =>
        list.OrderByDescending(c => c.Item1)
            // A provider is favoured or not, whatever the record.
            .Select((c, i) => new ExposureCandidate(Guid.Parse($"00000000-0000-0000-0000-{i:d12}"), Guid.Parse($"10000000-0000-0000-0000-{c.Item2:d12}"), c.Item1, c.Item2 % 3 == 0))
            .ToArray());

    private const string Solution = "auto-a037";

    private static readonly Gen<double> Shares = Gen.OneOfConst(0, 0.1, 0.2, 0.3, 0.5, 1);

    [Fact]
    public void Everybody_stays_in_the_list_and_nobody_stands_twice() => Gen.Select(Lists, Shares).Sample((list, share) =>
        FairExposure.Arrange(list, share).Select(p => p.Id).Order().SequenceEqual(list.Select(c => c.Id).Order()));

    [Fact]
    public void The_share_is_never_exceeded_by_given_places() => Gen.Select(Lists, Shares).Sample((list, share) =>
    {
        var places = FairExposure.Arrange(list, share);
        var given = places.Count(p => p.Displaced is not null);
        return given == 0 || Favoured(list, places) <= Math.Floor((share * FairExposure.Places) + 1e-9);
    });

    [Fact]
    public void The_share_is_never_missed_where_enough_favoured_providers_are_close() => Gen.Select(Lists, Shares).Sample((list, share) =>
    {
        var places = FairExposure.Arrange(list, share, closeness: 100);
        var wanted = (int)Math.Floor((share * FairExposure.Places) + 1e-9);
        var first = list.Take(FairExposure.Places).Where(c => c.Favoured).ToList();
        var behind = list.Skip(FairExposure.Places).Where(c => c.Favoured).Select(c => c.Provider).Distinct().Except(first.Select(c => c.Provider)).Count();
        return Favoured(list, places) >= Math.Min(wanted, first.Count + behind);
    });

    [Fact]
    public void All_others_keep_their_order() => Gen.Select(Lists, Shares).Sample((list, share) =>
    {
        var places = FairExposure.Arrange(list, share);
        var moved = places.Where(p => p.Displaced is not null).SelectMany(p => new[] { p.Id, p.Displaced!.Value }).ToHashSet();
        var scores = list.ToDictionary(c => c.Id, c => c.Score);
        // Those who came and those who left keep theirs among themselves, too.
        return places.Where(p => !moved.Contains(p.Id)).Select(p => p.From).SequenceEqual(places.Where(p => !moved.Contains(p.Id)).Select(p => p.From).Order())
            && places.Where(p => p.Displaced is not null).Select(p => p.From).SequenceEqual(places.Where(p => p.Displaced is not null).Select(p => p.From).Order())
            && places.All(p => p.Displaced is null || (scores[p.Displaced.Value] - scores[p.Id] <= FairExposure.Closeness && p.From > FairExposure.Places));
    });

    [Fact]
    public void One_provider_is_given_one_place_at_most() => Gen.Select(Lists, Shares).Sample((list, share) =>
    {
        var owners = list.ToDictionary(c => c.Id, c => c.Provider);
        return FairExposure.Arrange(list, share).Where(p => p.Displaced is not null).GroupBy(p => owners[p.Id]).All(g => g.Count() == 1);
    });

    [Fact]
    public void Without_a_share_the_list_is_as_ranked() => Lists.Sample(list =>
        FairExposure.Arrange(list, 0).Select(p => p.Id).SequenceEqual(list.Select(c => c.Id)) && FairExposure.Arrange(list, 0).All(p => p.Displaced is null));

    [Fact]
    public async Task A_newcomer_gets_one_of_the_first_ten_places_and_the_answer_says_why()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (member, need, order) = await PrepareAsync(host);
        // The best of those behind the tenth place belongs to an organisation that has just come.
        await host.VariantAsync(Solution, int.Parse(order[10].Number[(Solution.Length + 1)..], null), Guid.NewGuid());

        var list = await host.SuggestionsAsync(member, need);
        var given = Assert.Single(list, s => s.Promoted is not null);
        Assert.Equal((order[10].Id, 10, 11, "newcomer", order[9].Id), (given.Id, given.Rank, given.Promoted!.From, given.Promoted.Reason, given.Promoted.Displaced));
        Assert.Equal(order.Take(9).Select(s => s.Id), list.Take(9).Select(s => s.Id));
        Assert.Equal(order[9].Id, list[10].Id);
        Assert.InRange(given.Promoted.Distance, 0, FairExposure.Closeness);
    }

    [Fact]
    public async Task A_small_enterprise_is_favoured_however_many_records_it_has_and_the_setting_turns_it_off()
    {
        foreach (var share in new[] { "0.2", "0" })
        {
            await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite, "--Search:Exposure:Share", share);
            var (member, need, order) = await PrepareAsync(host);
            var small = await host.UseAsync(db => Task.FromResult(db.Documents.Single(d => d.Id == order[10].Id).OrganisationId));
            await host.OrganisationAsync(small, Contracts.Identity.OrganisationStatus.Approved, "micro");
            await Probe.Until(() => host.UseAsync(db => Task.FromResult(db.Providers.Any(p => p.Id == small))), "the organisation is known");

            var promoted = (await host.SuggestionsAsync(member, need)).Where(s => s.Promoted is not null).Select(s => s.Promoted!.Reason).ToList();
            Assert.All(promoted, r => Assert.Equal("small", r));
            Assert.True(share == "0" ? promoted.Count == 0 : promoted.Count <= 2);
        }
    }

    private static int Favoured(ExposureCandidate[] list, IReadOnlyList<ExposurePlace> places)
    {
        var favoured = list.Where(c => c.Favoured).Select(c => c.Id).ToHashSet();
        return places.Take(FairExposure.Places).Count(p => favoured.Contains(p.Id));
    }

    private static async Task<(Member Member, Guid Need, List<Contracts.Search.Suggestion> Order)> PrepareAsync(MarketHost host)
    {
        // Four records each: nobody is a newcomer, so that places are those of the scores.
        await host.AchievementsAsync("auto", [.. Enumerable.Range(0, 10).Select(_ => Guid.NewGuid())]);
        await host.AchievementsAsync("chem", [.. Enumerable.Range(0, 10).Select(_ => Guid.NewGuid())]);
        await host.VariantsAsync(Solution, 16, [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())]);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        var need = await host.NeedAsync("auto-n08", member.Organisation);
        var order = await host.SuggestionsAsync(member, need);
        Assert.True(order.Count > 12, $"{order.Count} partners: {string.Join(" ", order.Select(o => o.Score))}");
        Assert.All(order, s => Assert.Null(s.Promoted));
        return (member, need, order);
    }
}
