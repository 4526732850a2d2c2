using System.Net;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.Identity.Tests;

/// <summary>Secrets of programs, and that of the services themselves.</summary>
public sealed class ClientTests(SharedHosts hosts) : IdentityTests(hosts, DatabaseKind.Sqlite)
{
    [Fact]
    public async Task Wrong_secrets_are_few_a_client_and_address_and_the_right_one_waits_too()
    {
        var (admin, _, _) = await ApprovedAsync();
        var made = await admin.PostAsync<IntegrationCreated>("integrations", new CreateIntegration("ERP", Password));
        // From an address of its own, as through a proxy.
        var address = $"198.51.100.{Random.Shared.Next(1, 250)}";
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            statuses.Add(await AskAsync("/connect/token", address, "wrong"));
        }

        Assert.Equal(10, statuses.Count(s => s == HttpStatusCode.Unauthorized));
        Assert.All(statuses.Skip(10), s => Assert.Equal(HttpStatusCode.TooManyRequests, s));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync("/connect/token", address, made.Secret));
        // What looks at secrets elsewhere counts in the same.
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync("/connect/revoke", address, "wrong"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/connect/token", "198.51.100.251", made.Secret));

        async Task<HttpStatusCode> AskAsync(string path, string from, string secret)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "client_credentials", ["scope"] = "api", ["token"] = "x", ["client_id"] = made.ClientId, ["client_secret"] = secret,
                }),
                Headers = { { "X-Forwarded-For", from } },
            };
            using var answer = await NewBrowser().GetRawAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task The_services_own_client_and_tokens_are_of_no_use_through_the_gateway()
    {
        var service = NewBrowser();
        Assert.Equal(HttpStatusCode.OK, await service.CredentialsAsync(ServiceTokens.ClientId, IdentityHost.InternalSecret));
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["scope"] = "api", ["client_id"] = ServiceTokens.ClientId, ["client_secret"] = IdentityHost.InternalSecret,
            }),
            Headers = { { Forwarding.OutsideHeader, "true" }, { "X-Forwarded-For", "198.51.100.252" } },
        };
        using var refused = await service.GetRawAsync(ask);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        using var read = new HttpRequestMessage(HttpMethod.Get, "/api/identity/changes") { Headers = { { Forwarding.OutsideHeader, "true" } } };
        read.UseToken(service.Access);
        using var closed = await service.GetRawAsync(read);
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        await service.DoneAsync("changes");
    }
}
