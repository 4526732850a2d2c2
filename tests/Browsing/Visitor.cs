using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Matchmaking.Browsing;

/// <summary>One person's browser, with what went wrong in it.</summary>
public sealed partial class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    internal Visitor(Portal portal, IBrowserContext context, IPage page)
    {
        (Portal, _context, Page) = (portal, context, page);
        context.Console += (_, message) =>
        {
            // A refused autosave or a missing page is said in words on the page; the browser repeats its status here.
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal))
            {
                Faults.Enqueue($"{message.Page?.Url}: {message.Text}");
            }
        };
        context.WebError += (_, error) => Faults.Enqueue($"{error.Page?.Url}: {error.Error}");
        context.Response += (_, response) =>
        {
            if (response.Status >= 500)
            {
                Faults.Enqueue($"{response.Status} {response.Url}");
            }
        };
    }

    /// <summary>Everything that anybody typed in this run, one text a line.</summary>
    public static ConcurrentQueue<string> Typed { get; } = [];

    public Portal Portal { get; }

    public IPage Page { get; private set; }

    /// <summary>Errors of the console and of the server, whatever page they came from.</summary>
    public ConcurrentQueue<string> Faults { get; } = [];

    /// <summary>What a reader sees.</summary>
    public Task<string> TextAsync() => Page.Locator("body").InnerTextAsync();

    public async Task OpenAsync(string path) => await Page.GotoAsync(path);

    /// <summary>Signs in through the login page and ends at the workbench or the bureau's desk.</summary>
    public async Task SignInAsync(Login login)
    {
        await OpenAsync("/sign-in");
        await FillAsync(("email", login.Email), ("password", login.Password));
        await Page.Locator("form[action='/connect/sign-in'] button").ClickAsync();
        await Expect(Page).ToHaveURLAsync(SignedIn());
    }

    /// <summary>Fills inputs by their names; a tick by "on", a choice by its code.</summary>
    public async Task FillAsync(params (string Name, string Value)[] fields)
    {
        // Before its scripts run, a page saves nothing of what is typed.
        await Page.WaitForLoadStateAsync();
        foreach (var (name, value) in fields)
        {
            Typed.Enqueue(value);
            var all = Page.Locator($"[name='{name}']:not([type=hidden])");
            var box = all.First;
            if (await box.GetAttributeAsync("type") is "checkbox" or "radio")
            {
                await (value == "on" ? box : Page.Locator($"[name='{name}'][value='{value}']")).CheckAsync();
            }
            else if (await box.EvaluateAsync<string>("e => e.tagName") == "SELECT")
            {
                await box.SelectOptionAsync(value);
            }
            else
            {
                await box.FillAsync(value);
            }
        }
    }

    /// <summary>Presses the button with exactly this text.</summary>
    public async Task PressAsync(string text) =>
        await Page.GetByRole(AriaRole.Button, new() { Name = text, Exact = true }).First.ClickAsync();

    public async Task FollowAsync(string text) => await Page.GetByRole(AriaRole.Link, new() { Name = text }).First.ClickAsync();

    /// <summary>Does something that saves the form by itself, and waits for the server to have it.</summary>
    public async Task AutosaveAsync(Func<Task> write)
    {
        var answer = await Page.RunAndWaitForResponseAsync(write, r => r.Url.EndsWith("/autosave", StringComparison.Ordinal));
        if (!answer.Ok)
        {
            throw new InvalidOperationException($"Autosave: {answer.Status} {await answer.TextAsync()}");
        }

        // The page says so of what was saved before, too: only the answer brings this version.
        await Expect(Page.Locator("[data-autosave-state]")).ToContainTextAsync("已保存");
        var version = (await answer.JsonAsync())!.Value.GetProperty("version").GetInt64();
        await Testing.Probe.Until(
            async () => long.Parse(await Page.Locator("form[data-autosave] [name=_version]").InputValueAsync(), CultureInfo.InvariantCulture) >= version,
            "the page knows that it is saved");
    }

    /// <summary>Closes the tab, as by accident, and opens the address in a new one.</summary>
    /// <param name="unsaved">Written last, and not saved by itself before the tab closes.</param>
    public async Task LoseTabAsync(params (string Name, string Value)[] unsaved)
    {
        if (unsaved.Length > 0)
        {
            await Page.WaitForLoadStateAsync();
            // The save that is due never comes, however slow this machine is.
            await Page.EvaluateAsync("() => { window.setTimeout = () => 2147483647; }");
            await FillAsync(unsaved);
        }

        var address = Page.Url;
        await Page.CloseAsync();
        Page = await _context.NewPageAsync();
        await OpenAsync(address);
    }

    /// <summary>Switches the browser's own checks of forms off, so that the portal's can be seen.</summary>
    public Task TrustFormsAsync() => Page.EvaluateAsync("document.querySelectorAll('form').forEach(f => f.noValidate = true)");

    /// <summary>Reads the page again until it shows a text: facts travel between services.</summary>
    public async Task ReloadUntilAsync(ILocator sign, double seconds = 90) =>
        await Testing.Probe.Until(
            async () =>
            {
                await Page.ReloadAsync();
                return await sign.CountAsync() > 0;
            },
            $"{sign} on {Page.Url}", seconds);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    [GeneratedRegex("/(work|office|ops)([/?].*)?$")]
    private static partial Regex SignedIn();
}
