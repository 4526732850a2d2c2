using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.Benchmarks.Abuse;

/// <summary>Somebody at an address of their own, as a proxy on this machine would pass it on.</summary>
internal sealed partial class Person : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;

    public Person(Uri portal, string address)
    {
        _client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), MaxConnectionsPerServer = 32 }) { BaseAddress = portal, Timeout = Patience };
        _client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
    }

    /// <summary>A member of an approved organisation of the demo district, for the interfaces.</summary>
    public static Person Member(Uri portal, string address, string role, string organisation, OrganisationKind kind, string organisationName, string account)
    {
        var person = new Person(portal, address);
        person._client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Of(
            DemoFolder.IdOf("account", account), [role], DemoFolder.IdOf("organisation", organisation), kind, organisationName));
        return person;
    }

    /// <summary>Signs in on the pages, as a demo account such as liaison.</summary>
    public async Task SignInAsync(string name)
    {
        using var login = await _client.GetAsync("/sign-in");
        var returnUrl = ReturnUrl().Match(WebUtility.HtmlDecode(await login.Content.ReadAsStringAsync())).Groups[1].Value;
        using var form = Form(("email", $"{name}@example.com"), ("password", DemoFolder.Password), ("returnUrl", returnUrl));
        using var answer = await _client.PostAsync("/connect/sign-in", form);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<string> FormTokenAsync(string page) => FormToken().Match(await _client.GetStringAsync(page)).Groups[1].Value;

    public async Task<string> ReadAsync(string path) => await _client.GetStringAsync(path);

    public async Task<HttpStatusCode> GetAsync(string path, CancellationToken cancellation) =>
        await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellation);

    /// <summary>Sends and reads the answer to its end, without keeping it.</summary>
    public async Task<HttpStatusCode> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            await answer.Content.CopyToAsync(Stream.Null, cancellation);
            return answer.StatusCode;
        }
    }

    public void Dispose() => _client.Dispose();

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    [GeneratedRegex("name=\"returnUrl\" value=\"([^\"]*)\"")]
    private static partial Regex ReturnUrl();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex FormToken();
}
