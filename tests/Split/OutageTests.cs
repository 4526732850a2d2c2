using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Testing;
using Npgsql;

namespace Matchmaking.Split.Tests;

/// <summary>Single processes while what they need is away.</summary>
public sealed class OutageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("outage-").FullName;
    private readonly string _url = $"http://127.0.0.1:{Ports.Free()}";
    private readonly HttpClient _client;

    public OutageTests()
    {
        _client = new HttpClient { BaseAddress = new Uri(_url), Timeout = TimeSpan.FromMinutes(2) };
        _client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
    }

    [Fact]
    public async Task A_page_answers_with_what_it_has_while_services_hang()
    {
        // Takes connections, as a frozen process does, and answers none.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start(100);
        List<string> settings = ["--Urls", _url, "--Public:Url", _url, "--Data:Path", _folder, "--Pages:ReadSeconds", "1"];
        foreach (var service in ServiceNames.All)
        {
            var port = service == ServiceNames.Needs ? Ports.Free() : ((IPEndPoint)silent.LocalEndpoint).Port;
            settings.AddRange([$"--Services:{service}:Url", $"http://127.0.0.1:{port}"]);
        }

        await using var web = new ServiceProcess(ServiceNames.Web, _url, [.. settings]);
        web.Start();
        await web.HealthyAsync();
        Assert.StartsWith(
            $"Degraded\nservices: Services that are not well or do not answer: {string.Join(", ", ServiceNames.All)}",
            await _client.GetStringAsync(new Uri("/health", UriKind.Relative)), StringComparison.Ordinal);

        var start = TimeProvider.System.GetTimestamp();
        var home = await _client.GetStringAsync(new Uri("/", UriKind.Relative));
        // One second, and the time to render; the patience of a call between services is thirty.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 15);
        Assert.Contains("“查找与推荐、意向与合作”暂时连接不上，本页缺少这部分内容", home, StringComparison.Ordinal);
        Assert.Contains("怎么对接", home, StringComparison.Ordinal);

        using var refused = await _client.GetAsync(new Uri("/api/needs/x", UriKind.Relative));
        var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((HttpStatusCode.BadGateway, "unavailable"), (refused.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Contains("暂时连接不上", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_waits_for_its_database_at_start_and_says_503_while_it_is_away()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        using var cable = new Cable(new Uri($"tcp://{address.Host}:{address.Port}"));
        (address.Host, address.Port) = ("127.0.0.1", cable.Port);
        await using var needs = new ServiceProcess(ServiceNames.Needs, _url,
        [
            "--Urls", _url, "--Data:Path", _folder, "--Bus:AllowPartial", "true", "--Auth:InternalSecret", Installation.InternalSecret,
            "--Storage:Provider", "postgres", "--Storage:Postgres", address.ConnectionString,
        ]);
        await needs.MigrateAsync();
        Assert.DoesNotContain(needs.Output, l => l.Contains("fail", StringComparison.OrdinalIgnoreCase));

        cable.Cut();
        needs.Start();
        await Probe.Until(() => needs.Output.Any(l => l.Contains("Waiting for the database of needs", StringComparison.Ordinal)), "it says what it waits for");
        await Probe.Until(() => cable.Refused > 2, "it goes on trying");
        Assert.DoesNotContain(needs.Output, l => l.TrimStart().StartsWith("at ", StringComparison.Ordinal));
        cable.Mend();
        await needs.HealthyAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync()).Status);
        cable.Cut();
        await Probe.Until(async () => (await AskAsync()).Status == HttpStatusCode.ServiceUnavailable, "the outage is noticed");
        var before = needs.Lines;
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => AskAsync()));
        Assert.All(answers, a => Assert.Equal((HttpStatusCode.ServiceUnavailable, "database-unavailable", true), a));
        // A failed request was said four times, with its stack: 300 were some 60,000 lines.
        Assert.InRange(needs.Lines - before, 0, 1000);
        cable.Mend();
        await Probe.Until(async () => (await AskAsync()).Status == HttpStatusCode.NotFound, "the service is back by itself");
    }

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(HttpStatusCode Status, string? Code, bool SaysWhen)> AskAsync()
    {
        using var answer = await _client.GetAsync(new Uri($"/api/needs/{Guid.NewGuid()}", UriKind.Relative));
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return (answer.StatusCode, problem.GetProperty("code").GetString(), answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }
}
