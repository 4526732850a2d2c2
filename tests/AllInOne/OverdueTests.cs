using System.Globalization;
using System.Text.Json.Nodes;

namespace Matchmaking.AllInOne.Tests;

/// <summary>An officer lists what is overdue anywhere, whoever should have acted.</summary>
public sealed class OverdueTests(Portal portal)
{
    [Theory]
    [InlineData("/api/needs/review", "/api/needs/counts"), InlineData("/api/achievements/review", "/api/achievements/counts")]
    [InlineData("/api/experts/review", "/api/experts/counts"), InlineData("/api/cooperation/interests", "/api/cooperation/interests/counts")]
    public async Task The_list_of_what_is_overdue_is_as_long_as_its_count(string list, string counts)
    {
        var count = (await portal.GetAsync(Readers.Organizer, counts))["overdue"]!.GetValue<int>();
        var page = await portal.GetAsync(Readers.Organizer, list + "?overdue=true&size=2");
        Assert.Equal(count, page["total"]!.GetValue<int>());
        Assert.Equal(Math.Min(2, count), page["items"]!.AsArray().Count);
        Assert.All(page["items"]!.AsArray(), IsOverdue);
        Assert.True((await portal.GetAsync(Readers.Organizer, list + "?size=1"))["total"]!.GetValue<int>() >= count);
    }

    [Fact]
    public async Task What_owners_have_left_lying_is_listed_too()
    {
        var page = await portal.GetAsync(Readers.Organizer, "/api/needs/all?overdue=true&size=100");
        Assert.NotEmpty(page["items"]!.AsArray());
        Assert.All(page["items"]!.AsArray(), IsOverdue);
        Assert.True(page["total"]!.GetValue<int>() < (await portal.GetAsync(Readers.Organizer, "/api/needs/all?size=1"))["total"]!.GetValue<int>());
    }

    private static void IsOverdue(JsonNode? row) => Assert.True(
        DateTime.Parse((string)row!["dueAt"]!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal) < TimeProvider.System.GetUtcNow().UtcDateTime);
}
