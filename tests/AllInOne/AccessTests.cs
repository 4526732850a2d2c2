using System.Text;
using Microsoft.AspNetCore.Routing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>
/// Who may call what: every endpoint of the running host against everybody, compared with access.tsv. UPDATE_SNAPSHOTS=1
/// writes the file anew; its difference is then for people to judge.
/// </summary>
public sealed class AccessTests(SpentPortal spent) : IClassFixture<SpentPortal>
{
    private readonly Portal _portal = spent.Portal;

    private const string Comment = "#";
    private static readonly string File = Path.Combine(Snapshots.Folder, "access.tsv");

    [Fact]
    public async Task Everybody_is_let_in_where_the_table_says_so_and_nowhere_else()
    {
        var targets = new Targets(_portal);
        await targets.PrepareAsync();
        Dictionary<string, string[]> found = [];
        foreach (var endpoint in _portal.Endpoints)
        {
            foreach (var variant in Variants(endpoint))
            {
                List<string> row = [];
                foreach (var reader in Readers.All)
                {
                    var answer = await _portal.SendAsync(
                        reader, Endpoint.Method(endpoint), targets.PathOf(endpoint, variant), targets.BodyOf(endpoint)?.ToJsonString());
                    row.Add(answer.Status switch { 401 => "401", 403 => "403", 404 => "404", >= 500 => answer.Status.ToString(null, null), _ => "ok" });
                }

                Assert.True(found.TryAdd(Endpoint.Name(endpoint) + (variant.Length > 0 ? "@" + variant : ""), [.. row]), Endpoint.Name(endpoint));
            }
        }

        if (Snapshots.Update)
        {
            Write(found);
        }

        var expected = Read();
        var faults = new StringBuilder();
        foreach (var name in found.Keys.Union(expected.Keys).Order(StringComparer.Ordinal))
        {
            if (!expected.TryGetValue(name, out var wanted))
            {
                faults.AppendLine($"{name}: has no line in access.tsv");
            }
            else if (!found.TryGetValue(name, out var actual))
            {
                faults.AppendLine($"{name}: stands in access.tsv, but there is no such endpoint");
            }
            else
            {
                for (var i = 0; i < Readers.All.Count; i++)
                {
                    if (wanted[i] != actual[i])
                    {
                        faults.AppendLine($"{name}\t{Readers.All[i].Name}: expected {wanted[i]}, got {actual[i]}");
                    }
                }
            }
        }

        Assert.True(faults.Length == 0, "\n" + faults);
    }

    // A public record shows nothing about ownership where anybody may read: the same endpoint is tried on closed ones.
    private static string[] Variants(RouteEndpoint endpoint) => Endpoint.Name(endpoint) switch
    {
        "needs.get" => ["", "draft", "l1", "l2"],
        "achievements.get" or "experts.get" or "needs.find" or "achievements.find" or "experts.find" => ["", "draft"],
        "needs.save" or "needs.move" or "needs.review" or "needs.history" => ["", "draft", "l2"],
        _ => [""],
    };

    private static Dictionary<string, string[]> Read()
    {
        var lines = System.IO.File.ReadAllLines(File).Where(l => l.Length > 0 && !l.StartsWith(Comment, StringComparison.Ordinal)).Select(l => l.Split('\t', StringSplitOptions.TrimEntries)).ToList();
        Assert.Equal(Readers.All.Select(r => r.Name), lines[0].Skip(1));
        Assert.All(lines, l => Assert.Equal(Readers.All.Count + 1, l.Length));
        return lines.Skip(1).ToDictionary(l => l[0], l => l[1..]);
    }

    private static void Write(Dictionary<string, string[]> rows)
    {
        var text = new StringBuilder("# Who may call what. ok: let in (whatever is then wrong with the request); 404 also hides what belongs to others.\n");
        text.AppendLine("# name@variant: the same endpoint on the owner's draft, L1 or L2 record. ops.messages: no message waits, so 404 is let in.");
        var width = rows.Keys.Max(k => k.Length);
        text.AppendLine("endpoint".PadRight(width) + "\t" + string.Join('\t', Readers.All.Select(r => r.Name)));
        foreach (var (name, row) in rows.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            text.AppendLine(name.PadRight(width) + "\t" + string.Join('\t', row));
        }

        System.IO.File.WriteAllText(File, text.ToString());
    }
}

/// <summary>A host of its own: some of the calls that are let in leave accounts locked or closed.</summary>
public sealed class SpentPortal : IAsyncLifetime
{
    public Portal Portal { get; } = new();

    public ValueTask InitializeAsync() => Portal.InitializeAsync();

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
