namespace Matchmaking.Hosting;

/// <summary>
/// Refuses the in-memory bus in a host that has some but not all services: its facts would reach nobody.
/// <c>Bus:AllowPartial</c> lifts it for tests of a single service.
/// </summary>
internal sealed class StartupGuard(HostedModules modules, IConfiguration configuration) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var inMemory = !string.Equals(configuration["Bus:Transport"], "rabbitmq", StringComparison.OrdinalIgnoreCase);
        var hasData = modules.All.Any(m => m.DbContext is not null);
        if (inMemory && hasData && !modules.IsComplete && !configuration.GetValue<bool>("Bus:AllowPartial"))
        {
            throw new InvalidOperationException(
                "Bus:Transport is inmemory, but this process holds only " +
                string.Join(", ", modules.All.Select(m => m.Name)) +
                ": facts would reach no other service. Set Bus:Transport to rabbitmq and Bus:RabbitMq:Url to the broker.");
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
