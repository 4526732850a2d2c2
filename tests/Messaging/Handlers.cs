using System.Collections.Concurrent;
using System.Diagnostics;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;

namespace Matchmaking.Messaging.Tests;

/// <summary>Lets a test step into the handlers of one host.</summary>
internal sealed class HandlerScript
{
    private int _calls;

    public int Calls => _calls;

    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Runs before the effect, with the handler's name.</summary>
    public Func<string, IFact, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs after the effect was saved in the handler's transaction.</summary>
    public Func<string, IFact, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    public async Task RunAsync(PartyDb db, string handler, IFact fact, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _calls);
        Log.Enqueue($"{handler} {fact.Id} {fact.Version}");
        await Before(handler, fact);
        db.Effects.Add(new Effect
        {
            Handler = handler,
            Entity = fact.Id,
            Version = fact.Version,
            TraceId = Activity.Current?.TraceId.ToString(),
        });
        await db.SaveChangesAsync(cancellation);
        await After(handler, fact);
    }
}

internal sealed class OrganisationReader(PartyDb db, HandlerScript script) : IFactHandler<OrganisationChanged>
{
    public Task HandleAsync(OrganisationChanged fact, FactContext context, CancellationToken cancellation) =>
        script.RunAsync(db, nameof(OrganisationReader), fact, cancellation);
}

internal sealed class OrganisationIndexer(PartyDb db, HandlerScript script) : IFactHandler<OrganisationChanged>
{
    public Task HandleAsync(OrganisationChanged fact, FactContext context, CancellationToken cancellation) =>
        script.RunAsync(db, nameof(OrganisationIndexer), fact, cancellation);
}

/// <summary>Keeps a copy; the work in between is where another one's used to come in.</summary>
internal sealed class PartyKeeper(PartyDb db, HandlerScript script) : ICopyHandler<OrganisationChanged>
{
    public async Task HandleAsync(OrganisationChanged fact, FactContext context, CancellationToken cancellation)
    {
        if (await db.TakeAsync(new KnownParty { Id = fact.Id }, fact, context, cancellation) is not { } known)
            return;
        known.Name = fact.Organisation.Name;
        known.Status = fact.Organisation.Status;
        known.Town = fact.Organisation.Town;
        await db.SaveChangesAsync(cancellation);
        await script.After(nameof(PartyKeeper), fact);
    }
}

internal sealed class AccountReader(PartyDb db, HandlerScript script) : IFactHandler<AccountChanged>
{
    public Task HandleAsync(AccountChanged fact, FactContext context, CancellationToken cancellation) =>
        script.RunAsync(db, nameof(AccountReader), fact, cancellation);
}
