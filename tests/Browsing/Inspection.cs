using System.Text.Json;
using System.Text.Json.Serialization;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Matchmaking.Browsing;

/// <summary>Looks a page over as people with other eyes, hands and screens meet it.</summary>
public static class Inspection
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static readonly string[] Wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    // Only colours differ between light and dark.
    private static readonly string[] Colours = ["color-contrast"];

    /// <summary>Faults of the open page in light and in dark: accessibility, and what sticks out on a phone.</summary>
    public static async Task<IReadOnlyList<string>> InspectAsync(this Visitor visitor)
    {
        var page = visitor.Page;
        List<string> faults = [];
        await page.EvaluateAsync(Axe);
        faults.AddRange(await RunAsync(page, "light", "tag", Wcag));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        faults.AddRange(await RunAsync(page, "dark", "rule", Colours));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });

        var size = page.ViewportSize!;
        await page.SetViewportSizeAsync(390, 844);
        var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (wide > 0)
        {
            var culprits = await page.EvaluateAsync<string>(
                """
                [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                  .slice(-3).map(e => e.tagName.toLowerCase() + '.' + e.className).join(' ')
                """);
            faults.Add($"phone: {wide} px too wide, such as {culprits}");
        }

        await page.SetViewportSizeAsync(size.Width, size.Height);
        return faults;
    }

    /// <summary>Chinese in what the page itself says: text and labels, without what is marked as Chinese.</summary>
    public static async Task<IReadOnlyList<string>> ChineseAsync(this Visitor visitor) => await visitor.Page.EvaluateAsync<string[]>(
        """
        () => {
          const found = new Set();
          const look = (text, element) => {
            if (element.closest('[lang^=zh], script, style, textarea')) return;
            for (const run of (text || '').match(/[\u3400-\u9fff][\u3400-\u9fff\uff00-\uffef\u3000-\u303f\w%.·—“”]*/g) || []) found.add(run);
          };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) look(walker.currentNode.nodeValue, walker.currentNode.parentElement);
          document.querySelectorAll('[aria-label], [placeholder]').forEach(e => { look(e.getAttribute('aria-label'), e); look(e.getAttribute('placeholder'), e); });
          look(document.title, document.body);
          return [...found];
        }
        """);

    private static async Task<IEnumerable<string>> RunAsync(IPage page, string light, string type, string[] values)
    {
        var json = await page.EvaluateAsync<string>(
            "async only => JSON.stringify((await axe.run(document, { runOnly: only, resultTypes: ['violations'] })).violations)",
            new { type, values });
        return JsonSerializer.Deserialize<List<Violation>>(json, JsonSerializerOptions.Web)!
            .Select(v => $"{light}: {v.Id} ({v.Help}): {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html + " " + n.Summary?.ReplaceLineEndings(" ")))}");
    }

    private sealed record Violation(string Id, string Help, List<Node> Nodes);

    private sealed record Node(string Html, [property: JsonPropertyName("failureSummary")] string? Summary);
}
