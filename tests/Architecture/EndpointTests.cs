using Matchmaking.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Architecture.Tests;

public sealed class EndpointTests(Hosts hosts)
{
    private const int FewestEndpoints = 80;

    /// <summary>Answers addresses that no service has.</summary>
    private const string Unknown = "/api/{**rest}";

    private IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. ((IEndpointRouteBuilder)hosts.Sqlite).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];

    private IEnumerable<RouteEndpoint> Api => Endpoints.Where(e => Path(e).StartsWith("/api/", StringComparison.Ordinal) && Path(e) != Unknown);

    [Fact]
    public void There_are_endpoints_of_every_service()
    {
        Assert.True(Api.Count() >= FewestEndpoints);
        Assert.Equal(ServiceNames.All.Order(), Api.Select(e => Path(e).Split('/')[2]).Distinct().Order());
    }

    [Fact]
    public void Every_api_endpoint_is_named_after_its_service() =>
        Product.ExpectNone(Api
            .Where(e => Name(e)?.StartsWith(Path(e).Split('/')[2] + ".", StringComparison.Ordinal) != true)
            .Select(e => $"{Describe(e)} is named {Name(e) ?? "nothing"}"));

    [Fact]
    public void No_name_stands_twice() =>
        Product.ExpectNone(Endpoints.Where(e => Name(e) is not null).GroupBy(Name).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join("; ", g.Select(Describe))}"));

    [Fact]
    public void Every_endpoint_states_who_may_use_it() =>
        Product.ExpectNone(Endpoints
            .Where(e => !Path(e).StartsWith("/_framework/", StringComparison.Ordinal)) // the framework's own
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(Describe));

    [Fact]
    public void No_endpoint_asks_and_waves_through_at_once() =>
        Product.ExpectNone(Endpoints
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is not null && e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(Describe));

    [Fact]
    public async Task Every_policy_named_exists()
    {
        var policies = hosts.Sqlite.Services.GetRequiredService<IAuthorizationPolicyProvider>();
        foreach (var policy in Endpoints.SelectMany(e => e.Metadata.GetOrderedMetadata<IAuthorizeData>()).Select(a => a.Policy).OfType<string>().Distinct())
        {
            Assert.True(await policies.GetPolicyAsync(policy) is not null, policy);
        }
    }

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static string? Name(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;

    private static string Describe(RouteEndpoint endpoint) =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"])} {Path(endpoint)}";
}
