using System.Net;
using System.Text.RegularExpressions;
using Matchmaking.Hosting;

namespace Matchmaking.AllInOne.Tests;

/// <summary>One person's browser without script: cookies, pages and plain forms.</summary>
public sealed partial class Session : IDisposable
{
    private readonly HttpClientHandler _handler;
    private readonly HttpClient _client;

    public Session(Portal portal)
    {
        _handler = new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = true };
        _client = new HttpClient(_handler) { BaseAddress = new Uri(portal.Url) };
    }

    /// <summary>The cookies as a request would carry them now.</summary>
    public string Cookies => _handler.CookieContainer.GetCookieHeader(_client.BaseAddress!);

    /// <summary>Signs in as a demo account, such as liaison.</summary>
    public static async Task<Session> SignInAsync(Portal portal, string name)
    {
        var session = new Session(portal);
        await session.SignInAsync($"{name}@example.com", DemoFolder.Password);
        return session;
    }

    public async Task SignInAsync(string email, string password)
    {
        using var login = await _client.GetAsync("/sign-in");
        var returnUrl = ReturnUrl().Match(WebUtility.HtmlDecode(await login.Content.ReadAsStringAsync())).Groups[1].Value;
        using var answer = await PostAsync("/connect/sign-in", ("email", email), ("password", password), ("returnUrl", returnUrl));
        Assert.True((await ReadAsync("/work")).Contains("/sign-out", StringComparison.Ordinal), $"{email} is not signed in: {answer.RequestMessage!.RequestUri}");
    }

    /// <summary>A page that must open, decoded.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        var body = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}: {body}");
        return body;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path);

    /// <summary>Posts fields as they are, without the page's hidden ones.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        _client.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request);

    /// <summary>The value of a hidden input of a page.</summary>
    public async Task<string> HiddenAsync(string path, string name) =>
        Regex.Match(await ReadAsync(path), $"name=\"{Regex.Escape(name)}\" value=\"([^\"]*)\"").Groups[1].Value;

    public Task<string> TokenAsync(string path) => HiddenAsync(path, "__RequestVerificationToken");

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"returnUrl\" value=\"([^\"]*)\"")]
    private static partial Regex ReturnUrl();
}
