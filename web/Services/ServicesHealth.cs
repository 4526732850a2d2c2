using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Web.Services;

/// <summary>
/// Degraded, never worse, while a service in another process is not well: pages say what they lack. Asked at most once in a
/// few seconds, however often probes come.
/// </summary>
internal sealed class ServicesHealth(IHttpClientFactory clients, IConfiguration configuration, HostedModules modules, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private Task<HealthCheckResult>? _last;
    private DateTimeOffset _at;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_last is null || time.GetUtcNow() - _at > Fresh)
            {
                (_last, _at) = (LookAsync(), time.GetUtcNow());
            }

            return _last.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthCheckResult> LookAsync()
    {
        var found = await Task.WhenAll(ServiceNames.All.Where(s => !modules.Has(s)).Select(async s => (Service: s, Well: await IsWellAsync(s))));
        return found.All(f => f.Well)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("Services that are not well or do not answer: " + string.Join(", ", found.Where(f => !f.Well).Select(f => f.Service)));
    }

    // Of several replicas one that is well will do.
    private async Task<bool> IsWellAsync(string service) =>
        (await Task.WhenAll(configuration.ServiceUrls(service).Select(IsWellAsync))).Any(well => well);

    private async Task<bool> IsWellAsync(Uri address)
    {
        using var client = clients.CreateClient();
        client.Timeout = Patience;
        try
        {
            using var answer = await client.GetAsync(new Uri(address, "/health"), HttpCompletionOption.ResponseHeadersRead);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
