using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Matchmaking.Contracts;

namespace Matchmaking.Hosting;

/// <summary>
/// The access token with which this process calls other services for itself, such as to read their change feeds:
/// client credentials of the client <c>internal</c>, kept until shortly before they end.
/// </summary>
public sealed class ServiceTokens(IHttpClientFactory clients, IConfiguration configuration, TimeProvider time) : IDisposable
{
    /// <summary>The setting that holds the secret all hosts of an installation share.</summary>
    public const string SecretSetting = "Auth:InternalSecret";

    /// <summary>The client's id at Identity.</summary>
    public const string ClientId = "internal";

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Kept? _kept;

    /// <summary>A token that is valid for another minute at least.</summary>
    /// <exception cref="InvalidOperationException">The secret is not set, or Identity refused it.</exception>
    /// <exception cref="HttpRequestException">Identity is away or cannot answer now.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellation)
    {
        if (_kept is { } kept && kept.Until > time.GetUtcNow())
        {
            return kept.Token;
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            if (_kept is null || _kept.Until <= time.GetUtcNow())
            {
                _kept = await FetchAsync(cancellation);
            }

            return _kept.Token;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Puts the token on a request.</summary>
    public async Task AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        request.UseToken(await GetAsync(cancellation));

    public void Dispose() => _gate.Dispose();

    private async Task<Kept> FetchAsync(CancellationToken cancellation)
    {
        var secret = configuration[SecretSetting];
        if (string.IsNullOrEmpty(secret))
        {
            throw new InvalidOperationException(
                $"{SecretSetting} is not set. Give every host of this installation the same long random value.");
        }

        using var client = clients.CreateClient(Http.ClientName(ServiceNames.Identity));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = ClientId,
            ["client_secret"] = secret,
            ["scope"] = "api",
        });
        using var response = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), form, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            // Only these two say that it looked at the secret.
            if (response.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized))
            {
                throw new HttpRequestException(
                    $"Identity could not give a token now ({(int)response.StatusCode}); it is asked again later.", null, response.StatusCode);
            }

            throw new InvalidOperationException(
                $"Identity refused the client '{ClientId}' with {(int)response.StatusCode}. Do all hosts have the same {SecretSetting}?");
        }

        var answer = (await response.Content.ReadFromJsonAsync<TokenAnswer>(cancellation))!;
        return new Kept(answer.Token, time.GetUtcNow() + TimeSpan.FromSeconds(answer.Seconds) - Margin);
    }

    private sealed record Kept(string Token, DateTimeOffset Until);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string Token, [property: JsonPropertyName("expires_in")] int Seconds);
}

internal static class ServiceTokensExtensions
{
    private const int SecretBytes = 32;

    public static void AddServiceTokens(this WebApplicationBuilder builder, IReadOnlyList<IModule> modules)
    {
        builder.Services.AddSingleton<ServiceTokens>();
        if (string.IsNullOrEmpty(builder.Configuration[ServiceTokens.SecretSetting]) && new HostedModules(modules).IsComplete)
        {
            // Nobody outside this process needs the secret, so nobody needs to choose it.
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                [ServiceTokens.SecretSetting] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)),
            });
        }
    }
}
