namespace Matchmaking.Hosting;

/// <summary>
/// Refuses the in-memory bus in a host that has some but not all services: its facts would reach nobody.
/// <c>Bus:AllowPartial</c> lifts it for tests of a single service. Refuses a shared secret that others know or guess, too.
/// </summary>
internal sealed class StartupGuard(HostedModules modules, IConfiguration configuration) : IHostedService
{
    private const int ShortestSecret = 32;
    private const int FewestDistinct = 8;
    private static readonly string[] Examples = ["change-me", "changeme", "change_me", "example", "placeholder", "password", "secret-secret"];

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

        if (configuration[ServiceTokens.SecretSetting] is { Length: > 0 } secret && IsWeak(secret))
        {
            throw new InvalidOperationException(
                $"{ServiceTokens.SecretSetting} 是示例值或太简单，任何人都猜得到。请换成随机值，例如 openssl rand -hex 32 的输出，各进程相同。 " +
                $"{ServiceTokens.SecretSetting} is an example or too simple. Set a random value of {ShortestSecret} or more characters, such as from: openssl rand -hex 32, the same for all processes.");
        }

        return Task.CompletedTask;
    }

    private static bool IsWeak(string secret) =>
        secret.Length < ShortestSecret || secret.Distinct().Count() < FewestDistinct
        || Examples.Any(e => secret.Contains(e, StringComparison.OrdinalIgnoreCase));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
