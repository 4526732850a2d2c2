using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Matchmaking.Contracts;

namespace Matchmaking.AllInOne.Tests;

/// <summary>The interfaces as programs outside read them: a change of theirs is a change of a committed file.</summary>
public sealed class OpenApiTests(Portal portal)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static TheoryData<string> Services => [.. ServiceNames.All];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task The_document_is_the_committed_one(string service)
    {
        var document = (await portal.SendAsync(null, "GET", $"/openapi/{service}.json")).Expect(200, service);
        var text = Sorted(document)!.ToJsonString(Readable).Replace(portal.Url, "http://localhost:5080", StringComparison.Ordinal) + "\n";
        var file = Path.Combine(Snapshots.Folder, "openapi", service + ".json");
        if (Snapshots.Update)
        {
            await File.WriteAllTextAsync(file, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), text);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task What_is_one_of_a_few_is_described_by_the_names_that_are_sent(string service)
    {
        var document = JsonNode.Parse((await portal.SendAsync(null, "GET", $"/openapi/{service}.json")).Body)!;
        var enums = document["components"]!["schemas"]!.AsObject().Where(s => s.Value!["enum"] is not null).ToList();
        Assert.All(enums, e => Assert.Equal((e.Key, "string"), (e.Key, (string?)e.Value!["type"])));
        Assert.All(enums.SelectMany(e => e.Value!["enum"]!.AsArray()), v => Assert.True(char.IsAsciiLetterLower(((string)v!)[0])));
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
