using System.Text.Json.Nodes;
using Matchmaking.Testing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Work on a revision is nobody else's business until it is published.</summary>
public sealed class PublicVersionTests(Portal portal)
{
    [Fact]
    public async Task Others_see_version_and_time_of_the_last_publication()
    {
        var id = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l0", "qzver"), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));
        var (first, published) = (await SeenAsync(null), await SeenAsync(Readers.Enterprise));
        Assert.Equal(published, first);

        var content = Contents.Need("l0", "qzver");
        content["problem"] = "改写中的内容，尚未公开。qzverdraft 早班首件与中班相差 6 μm，每班多报废约 20 件。";
        await portal.PutAsync(Readers.Enterprise, $"/api/needs/{id}", new JsonObject { ["version"] = published.Version, ["content"] = content });
        var draft = await SeenAsync(Readers.Enterprise);
        Assert.True(draft.Version > published.Version && draft.UpdatedAt > published.UpdatedAt);
        await MoveAsync(Readers.Enterprise, "submit-revision");
        Assert.Equal(first, await SeenAsync(null));
        Assert.Equal(first, await SeenAsync(Readers.OtherLiaison));

        await MoveAsync(Readers.Organizer, "accept-revision");
        Assert.Equal(await SeenAsync(Readers.Enterprise), await SeenAsync(null));

        async Task MoveAsync(Reader by, string verb) => await portal.MoveAsync("needs", id, by, verb, (await SeenAsync(by)).Version);

        async Task<(long Version, DateTime UpdatedAt)> SeenAsync(Reader? reader)
        {
            var record = await portal.GetAsync(reader, $"/api/needs/{id}");
            return (record["version"]!.GetValue<long>(), record["updatedAt"]!.GetValue<DateTime>());
        }
    }
}
