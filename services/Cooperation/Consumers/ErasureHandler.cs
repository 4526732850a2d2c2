using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;

namespace Matchmaking.Cooperation.Consumers;

/// <summary>Blots an erased person's name and contact out of the interests; what was written stays.</summary>
internal sealed class ErasureHandler(InterestStore store) : ICopyHandler<AccountChanged>
{
    public async Task HandleAsync(AccountChanged fact, FactContext context, CancellationToken cancellation)
    {
        if (!fact.Account.Erased)
        {
            return;
        }

        foreach (var interest in await store.OfPersonAsync(fact.Id, cancellation))
        {
            interest.Forget(fact.Id, fact.Account.DisplayName);
        }

        await store.Db.SaveChangesAsync(cancellation);
    }
}
