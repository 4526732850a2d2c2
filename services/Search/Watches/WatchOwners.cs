using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Matchmaking.Search.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Watches;

/// <summary>Watches go with their member: who left, was locked or moved to another organisation is told nothing more.</summary>
internal sealed class WatchOwners(SearchDbContext db) : ICopyHandler<AccountChanged>
{
    public Task HandleAsync(AccountChanged fact, FactContext context, CancellationToken cancellation)
    {
        // Facts may overtake each other: an older one says nothing of a watch that was set up after it.
        var (active, organisation, until) = (fact.Account.Active, fact.Account.OrganisationId, fact.OccurredAt);
        return db.Watches.Where(w => w.AccountId == fact.Id && w.CreatedAt < until && (!active || w.OrganisationId != organisation)).ExecuteDeleteAsync(cancellation);
    }
}
