using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Matchmaking.Identity.Tests;

/// <summary>What a person's browser and the web app behind it do: sign in, get tokens, call the API.</summary>
public sealed class Browser(string url) : IDisposable
{
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(url) };
    private readonly string _verifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public string? Access { get; private set; }

    public string? Refresh { get; private set; }

    /// <summary>What the web app sends along when it signs out.</summary>
    public string? Id { get; private set; }

    public JsonWebToken Token => new(Access);

    /// <summary>Values of a claim of the access token.</summary>
    public string[] Claims(string type) => [.. Token.Claims.Where(c => c.Type == type).Select(c => c.Value)];

    /// <summary>The address that starts the code flow.</summary>
    public string AuthorizeAddress(string more = "") =>
        "/connect/authorize?response_type=code&client_id=web&scope=openid%20profile%20email%20api%20offline_access&state=s&nonce=n"
        + $"&redirect_uri={Uri.EscapeDataString(url + "/signin-oidc")}"
        + $"&code_challenge={WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)))}&code_challenge_method=S256{more}";

    /// <summary>Signs in and gets tokens; null, or the address the portal would show instead.</summary>
    public async Task<string?> SignInAsync(string email, string password)
    {
        var login = await GetLocationAsync(AuthorizeAddress());
        Assert.StartsWith("/account/login?returnUrl=", login, StringComparison.Ordinal);
        var next = await PostFormAsync("/connect/sign-in", ("email", email), ("password", password), ("returnUrl", ReturnUrlOf(login)));
        return next.StartsWith("/connect/authorize", StringComparison.Ordinal) ? await FinishAsync(next) : next;
    }

    /// <summary>Sends the second factor and gets tokens.</summary>
    public async Task<string?> SecondFactorAsync(string code, string page)
    {
        var next = await PostFormAsync("/connect/two-factor", ("code", code), ("returnUrl", ReturnUrlOf(page)));
        return next.StartsWith("/connect/authorize", StringComparison.Ordinal) ? await FinishAsync(next) : next;
    }

    /// <summary>Follows the authorize address to a code and swaps it for tokens.</summary>
    public async Task<string?> FinishAsync(string authorize)
    {
        var back = await GetLocationAsync(authorize);
        var query = QueryHelpers.ParseQuery(new Uri(back).Query);
        if (!query.TryGetValue("code", out var code))
        {
            return back;
        }

        using var answer = await TokenAsync(
            ("grant_type", "authorization_code"), ("code", code!), ("redirect_uri", url + "/signin-oidc"), ("client_id", "web"),
            ("code_verifier", _verifier));
        await TakeAsync(answer);
        return null;
    }

    /// <summary>Renews the tokens; whether Identity agreed.</summary>
    public async Task<bool> RenewAsync(string? refresh = null)
    {
        using var answer = await TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh ?? Refresh!), ("client_id", "web"));
        if (!answer.IsSuccessStatusCode)
        {
            return false;
        }

        await TakeAsync(answer);
        return true;
    }

    /// <summary>Takes a token by client credentials; the status where it was refused.</summary>
    public async Task<HttpStatusCode> CredentialsAsync(string client, string secret)
    {
        using var answer = await TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret), ("scope", "api"));
        if (answer.IsSuccessStatusCode)
        {
            await TakeAsync(answer);
        }

        return answer.StatusCode;
    }

    public Task<HttpResponseMessage> TokenAsync(params (string, string)[] fields) =>
        _client.PostAsync("/connect/token", Form(fields));

    /// <summary>Calls the API with the access token.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, "/api/identity/" + path);
        if (Access is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Access);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: JsonDefaults.Options);
        return await _client.SendAsync(request);
    }

    public async Task<T> GetAsync<T>(string path) => await ReadAsync<T>(await SendAsync(HttpMethod.Get, path));

    public async Task<T> PostAsync<T>(string path, object body) => await ReadAsync<T>(await SendAsync(HttpMethod.Post, path, body));

    public async Task<T> PutAsync<T>(string path, object body) => await ReadAsync<T>(await SendAsync(HttpMethod.Put, path, body));

    /// <summary>Posts and expects success without caring for the answer.</summary>
    public async Task DoAsync(string path, object body)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Reads and expects success without caring for the answer.</summary>
    public async Task DoneAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
    }

    /// <summary>Calls and expects a refusal.</summary>
    public async Task<Refusal> RefusedAsync(HttpMethod method, string path, object? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        Assert.False(answer.IsSuccessStatusCode, $"{path} was not refused");
        var text = await answer.Content.ReadAsStringAsync();
        var json = text.Length == 0 ? null : JsonNode.Parse(text);
        return new Refusal((int)answer.StatusCode, (string?)json?["code"], (string?)json?["detail"], json?["errors"]?.AsObject());
    }

    /// <summary>Posts a form as a page of the portal does; the address it leads to.</summary>
    public async Task<string> PostFormAsync(string path, params (string, string)[] fields)
    {
        using var answer = await PostFormAsync(path, url, fields);
        Assert.True(answer.StatusCode == HttpStatusCode.Found, $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Posts a form with the Origin header of some site.</summary>
    public async Task<HttpResponseMessage> PostFormAsync(string path, string origin, (string, string)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form(fields) };
        request.Headers.Add("Origin", origin);
        return await _client.SendAsync(request);
    }

    public async Task<string> GetLocationAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        Assert.True(answer.StatusCode == HttpStatusCode.Found, $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location!.OriginalString;
    }

    public Task<HttpResponseMessage> GetRawAsync(HttpRequestMessage request) => _client.SendAsync(request);

    public static string ReturnUrlOf(string page) => QueryHelpers.ParseQuery(page[page.IndexOf('?', StringComparison.Ordinal)..])["returnUrl"]!;

    public void Dispose() => _client.Dispose();

    private static FormUrlEncodedContent Form((string Name, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private async Task TakeAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        var json = JsonNode.Parse(text)!;
        Access = (string)json["access_token"]!;
        Refresh = (string?)json["refresh_token"];
        Id = (string?)json["id_token"];
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<T>(text, JsonDefaults.Options)!;
    }
}

/// <summary>A refused call.</summary>
public sealed record Refusal(int Status, string? Code, string? Detail, JsonObject? Errors);
