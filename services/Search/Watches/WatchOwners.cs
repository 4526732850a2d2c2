using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Matchmaking.Search.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Watches;

/// <summary>Watches go with their member: who left, was locked or moved to another organisation is told nothing more.</summary>
internal sealed class WatchOwners(SearchDbContext db) : IFactHandler<AccountChanged>
{
    public Task HandleAsync(AccountChanged fact, FactContext context, CancellationToken cancellation)
    {
        var (active, organisation) = (fact.Account.Active, fact.Account.OrganisationId);
        return db.Watches.Where(w => w.AccountId == fact.Id && (!active || w.OrganisationId != organisation)).ExecuteDeleteAsync(cancellation);
    }
}
