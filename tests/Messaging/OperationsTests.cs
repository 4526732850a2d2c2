using System.Net;
using System.Net.Http.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging.Operations;
using Matchmaking.Messaging.Outbox;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Messaging.Tests;

/// <summary>What an operator sees and can do.</summary>
public sealed class OperationsTests
{
    public static TheoryData<DatabaseKind> Kinds => new(Enum.GetValues<DatabaseKind>());

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_redriven_poison_runs_only_the_handler_that_failed(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = await PartyHost.StartAsync(database, ("Inbox:MaxAttempts", "1"));
        using var client = host.Client();
        var (broken, fact) = (true, Facts.Organisation());
        host.Handlers.After = (handler, _) => handler == nameof(OrganisationReader) && broken
            ? throw new InvalidOperationException("no such field") : Task.CompletedTask;
        await host.PublishAsync(fact);
        await host.SentAsync();
        var stopped = Assert.Single((await ListAsync(client, "poison")).Items);

        var again = await client.PostAsync($"/api/party/ops/messages/{stopped.Id}/redrive", null);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("\"messages.failed-again\"", await again.Content.ReadAsStringAsync());
        Assert.Equal(2, (await ListAsync(client, "poison")).Items.Single().Attempts);

        broken = false;
        var calls = host.Handlers.Calls;
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync($"/api/party/ops/messages/{stopped.Id}/redrive", null)).StatusCode);
        Assert.Equal(calls + 1, host.Handlers.Calls);
        await host.AssertOnceAsync([fact.Id]);
        Assert.Empty((await ListAsync(client, "poison")).Items);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync($"/api/party/ops/messages/{stopped.Id}/redrive", null)).StatusCode);
        Assert.Equal(["message.redrive", "message.redrive"], await NotesAsync(host, stopped.Id));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_dead_fact_can_be_redriven_or_discarded_and_frees_its_key(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = new PartyHost(database, ("Outbox:PollSeconds", "600"));
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        await host.PublishAsync(Facts.Organisation(one), Facts.Organisation(two));
        await host.UseAsync(db => db.Set<OutboxMessage>().ExecuteUpdateAsync(s => s.SetProperty(m => m.Name, "party.forgotten")));
        await host.PublishAsync(Facts.Organisation(one, 2), Facts.Organisation(two, 2));
        await host.StartAsync();
        using var client = host.Client();
        await Probe.Until(async () => (await ListAsync(client, "dead")).Total == 2, "both are dead");
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(host)).Status);
        var dead = (await ListAsync(client, "dead")).Items;

        await host.UseAsync(db => db.Set<OutboxMessage>().ExecuteUpdateAsync(s => s.SetProperty(m => m.Name, "identity.organisation-changed")));
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync($"/api/party/ops/messages/{dead[0].Id}/redrive", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync($"/api/party/ops/messages/{dead[1].Id}/discard", null)).StatusCode);

        await host.SentAsync();
        var effects = (await host.EffectsAsync()).Where(e => e.Handler == nameof(OrganisationReader)).ToList();
        Assert.Equal([1L, 2L], effects.Where(e => e.Entity == one).Select(e => e.Version));
        Assert.Equal([2L], effects.Where(e => e.Entity == two).Select(e => e.Version));
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync($"/api/party/ops/messages/{dead[1].Id}/discard", null)).StatusCode);
        Assert.Equal(["message.redrive"], await NotesAsync(host, dead[0].Id));
        Assert.Equal(["message.discard"], await NotesAsync(host, dead[1].Id));
    }

    [Fact]
    public async Task Only_operators_are_let_in()
    {
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Sqlite);
        await using var host = await PartyHost.StartAsync(database);
        using var client = host.Client(asOperator: false);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/party/ops/messages")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync($"/api/party/ops/messages/{Guid.NewGuid()}/redrive", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync($"/api/party/ops/messages/{Guid.NewGuid()}/discard", null)).StatusCode);
    }

    [Fact]
    public async Task A_state_that_is_none_is_refused()
    {
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Sqlite);
        await using var host = await PartyHost.StartAsync(database);
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/party/ops/messages?state=lost")).StatusCode);
        Assert.Equal(1, (await client.GetFromJsonAsync<Page<StoppedMessage>>("/api/party/ops/messages?page=-3"))!.Number);
    }

    [Fact]
    public async Task A_fact_that_waits_too_long_makes_the_service_unhealthy()
    {
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Sqlite);
        await using var host = new PartyHost(database, ("Outbox:MaxAgeSeconds", "0"));
        Assert.Equal(HealthStatus.Unhealthy, (await HealthAsync(host)).Status);
        var held = new TaskCompletionSource();
        host.Handlers.Before = (_, _) => held.Task;
        await host.StartAsync();
        await Probe.Until(async () => (await HealthAsync(host)).Status == HealthStatus.Healthy, "the bus is up");

        await host.PublishAsync(Facts.Account());

        Assert.Equal(HealthStatus.Unhealthy, (await HealthAsync(host)).Status);
        held.SetResult();
        await host.SentAsync();
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host)).Status);
    }

    // What went to the audit trail about a message.
    private static async Task<List<string>> NotesAsync(PartyHost host, Guid message) =>
        [.. (await host.OutboxAsync()).Where(m => m.Name == "identity.audit-noted")
            .Select(m => ((AuditNoted)FactJson.Read(m.Body, typeof(AuditNoted))).Note)
            .Where(n => n.TargetId == message && n.TargetName.StartsWith("party: ", StringComparison.Ordinal))
            .Select(n => n.Verb)];

    private static async Task<HealthReportEntry> HealthAsync(PartyHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["messaging:party"];

    private static async Task<Page<StoppedMessage>> ListAsync(HttpClient client, string state) =>
        (await client.GetFromJsonAsync<Page<StoppedMessage>>($"/api/party/ops/messages?state={state}"))!;
}
