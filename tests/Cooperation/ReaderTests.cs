using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.Cooperation.Tests;

/// <summary>Who may open an interest: as <see cref="Readership"/> has it, by which notifications choose whom they tell.</summary>
public sealed class ReaderTests
{
    [Fact]
    public async Task Lists_and_the_page_open_to_exactly_the_readers_of_a_side()
    {
        await using var host = await CooperationHost.StartAsync(DatabaseKind.Sqlite);
        var (enterprise, university, sender, author) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var profile = await host.ItemAsync(university, RecordKind.Expert, author);
        var achievement = await host.ItemAsync(university, RecordKind.Achievement, author);
        var firm = TestTokens.Of(sender, [Roles.Enterprise], enterprise, OrganisationKind.Enterprise, "某企业");
        foreach (var item in new[] { profile, achievement })
        {
            Assert.Equal(201, (await host.PostAsync(firm, "interests", CooperationHost.InterestIn(item))).Status);
        }

        await host.UseAsync(async db =>
        {
            var store = new InterestStore(db, TimeProvider.System);
            foreach (var (organisation, person, roles) in
                from organisation in new[] { enterprise, university }
                from person in new[] { sender, author, Guid.NewGuid() }
                from bits in Enumerable.Range(1, (1 << Roles.All.Count) - 1)
                let roles = Roles.All.Where((_, i) => (bits & (1 << i)) != 0).ToList()
                where !roles.Contains(Roles.Organizer)
                select (organisation, person, roles))
            {
                var reader = new Actor(person, "某人", null, organisation, "某单位", null, true, roles, "zh-CN");
                var visible = store.Visible(reader).Select(i => i.Id).ToHashSet();
                foreach (var interest in db.Interests.ToList())
                {
                    var isPerson = person == interest.SenderAccountId || (interest.ItemKind == RecordKind.Expert && person == interest.ReceiverAccountId);
                    var reads = Readership.ReadsInterest(isPerson, roles);
                    var what = $"{interest.ItemKind} {string.Join(',', roles)} {(organisation == enterprise ? "sender's" : "receiver's")} {(isPerson ? "person" : "colleague")}";
                    Assert.True(reads == visible.Contains(interest.Id), what);
                    Assert.True(reads == (InterestStore.SideOf(interest, reader) != InterestSide.None), what);
                }
            }

            return 0;
        });
    }
}
