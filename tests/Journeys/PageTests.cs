using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Matchmaking.Browsing;
using Microsoft.Playwright;

namespace Matchmaking.Journeys.Tests;

/// <summary>All main pages of every role, in both languages: open to everybody's senses, whole on a phone, without errors.</summary>
public sealed partial class PageTests(PageTests.OwnPortal portal) : IClassFixture<PageTests.OwnPortal>
{
    private const int Budget = 100_000;

    // A star stands for the first record that the list before it links to.
    private static readonly Dictionary<string, string[]> Pages = new()
    {
        ["nobody"] =
        [
            "/", "/needs", "/needs/*", "/achievements", "/achievements/*", "/experts", "/experts/*", "/search?q=轴承", "/search?q=qqqq",
            "/results", "/help", "/account/login", "/account/register", "/account/registered", "/account/forgot", "/account/resend",
            "/account/confirm", "/account/sign-out", "/achievements?q=密封&field=services", "/forbidden", "/nowhere",
        ],
        ["enterprise"] =
        [
            "/work", "/work/needs", "/work/needs/*", "/work/needs/new", "/work/needs/import", "/work/needs/*/edit?step=1", "/work/needs/*/edit?step=2",
            "/work/needs/*/edit?step=3", "/work/needs/*/edit?step=4", "/work/needs/*/edit?step=5", "/work/needs/*/edit?step=6",
            "/work/interests", "/work/interests/*", "/work/interests?status=accepted", "/work/needs/*/why?number=A-2026-0001", "/work/needs/*/why?number=x", "/work/saved", "/work/watches", "/work/messages", "/work/members", "/work/organisation", "/work/settings",
        ],
        ["liaison"] =
        [
            "/work", "/work/achievements", "/work/achievements/*", "/work/achievements/new", "/work/achievements/*/edit?step=2",
            "/work/achievements/*/edit?step=3", "/work/achievements/*/edit?step=4", "/work/achievements/*/edit?step=6", "/work/achievements/import", "/work/experts",
            "/work/experts/new", "/work/interests", "/work/interests?box=sent", "/needs", "/needs/*",
        ],
        ["expert"] = ["/work", "/work/experts", "/work/experts/*", "/work/experts/*/edit?step=1", "/work/interests", "/work/messages"],
        ["bureau"] =
        [
            "/office", "/office?overdue=true", "/office/review", "/office/review?overdue=true", "/office/review/needs/*", "/office/registrations", "/office/organisations",
            "/office/organisations/*", "/office/needs", "/office/achievements", "/office/experts", "/office/interests", "/office/interests?status=ended", "/office/audit", "/office/audit?verb=account.",
            "/work/messages",
        ],
        ["operator"] = ["/ops", "/ops/messages"],
    };

    /// <summary>As the demo district is, not as other tests leave it.</summary>
    public sealed class OwnPortal : PortalFixture;

    public static TheoryData<string, string> Readers => new(
        from role in Pages.Keys
        from language in new[] { "zh-CN", "en" }
        select (role, language));

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Every_page_is_accessible_fits_a_phone_and_runs_without_errors(string role, string language)
    {
        await using var visitor = role == "nobody" ? await portal.VisitAsync() : await portal.SignedInAsync(role);
        await visitor.Page.Context.AddCookiesAsync([new() { Name = "mm.lang", Value = language, Url = portal.Portal.Url }]);
        List<string> faults = [];
        foreach (var pattern in Pages[role])
        {
            if (await ResolveAsync(visitor, pattern) is not { } path)
            {
                faults.Add($"{pattern}: no such record to open");
                continue;
            }

            var answer = await visitor.Page.GotoAsync(path);
            if (answer!.Status >= 400 && pattern is not ("/nowhere" or "/forbidden"))
            {
                faults.Add($"{path}: {answer.Status}");
            }

            faults.AddRange((await visitor.InspectAsync()).Select(f => $"{pattern}: {f}"));
            if (language == "en")
            {
                var left = (await visitor.ChineseAsync()).Where(t => !Records.Know(t)).ToList();
                if (left.Count > 0)
                {
                    faults.Add($"{pattern}: still in Chinese: {string.Join(" ", left.Take(12))}");
                }
            }
        }

        Assert.True(faults.Count == 0 && visitor.Faults.IsEmpty, string.Join("\n", faults.Concat(visitor.Faults)));
    }

    [Fact]
    public async Task A_public_page_is_light_and_brings_no_framework()
    {
        foreach (var pattern in new[] { "/", "/needs", "/needs/*" })
        {
            // A first visit each, with an empty cache.
            await using var visitor = await portal.VisitAsync();
            var path = await ResolveAsync(visitor, pattern);
            await using var first = await portal.VisitAsync();
            ConcurrentQueue<IRequest> finished = [];
            List<string> sockets = [];
            first.Page.RequestFinished += (_, request) => finished.Enqueue(request);
            first.Page.WebSocket += (_, socket) => sockets.Add(socket.Url);
            await first.Page.GotoAsync(path!, new() { WaitUntil = WaitUntilState.NetworkIdle });
            var bytes = 0;
            foreach (var request in finished.Where(r => r.ResourceType != "image").ToList())
            {
                var sizes = await request.SizesAsync();
                bytes += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
            }

            Assert.InRange(bytes, 1, Budget);
            Assert.Empty(sockets);
            Assert.DoesNotContain(finished, r => r.Url.Contains("blazor", StringComparison.OrdinalIgnoreCase) || r.Url.Contains("_framework", StringComparison.Ordinal));
        }
    }

    private static async Task<string?> ResolveAsync(Visitor visitor, string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            return pattern;
        }

        var prefix = pattern[..star];
        await visitor.OpenAsync(prefix.Replace("/review/needs/", "/review?kind=needs", StringComparison.Ordinal).TrimEnd('/'));
        var links = await visitor.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('main a')].map(a => a.getAttribute('href'))");
        var link = links.FirstOrDefault(l => l.StartsWith(prefix, StringComparison.Ordinal) && Id().IsMatch(l[prefix.Length..]));
        return link is null ? null : prefix + link[prefix.Length..(prefix.Length + 36)] + pattern[(star + 1)..];
    }

    [GeneratedRegex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
