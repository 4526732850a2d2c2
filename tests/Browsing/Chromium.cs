using Matchmaking.Testing;
using Microsoft.Playwright;

namespace Matchmaking.Browsing;

/// <summary>The browser that <c>TEST_CHROMIUM</c> names, without a screen and without calls to its maker.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-first-run", "--disable-quic", "--disable-dev-shm-usage",
    ];

    // A machine that does other things besides.
    private const int Patience = 60_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Chromium> StartAsync()
    {
        var executable = TestSettings.Chromium;
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments, Timeout = Patience }));
    }

    /// <summary>Somebody with cookies of their own.</summary>
    public async Task<Visitor> VisitAsync(Portal portal, bool script = true)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = portal.Url,
            JavaScriptEnabled = script,
            Locale = "zh-CN",
            ViewportSize = new() { Width = 1280, Height = 900 },
        });
        context.SetDefaultTimeout(Patience);
        return new(portal, context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
