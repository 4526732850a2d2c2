using Matchmaking.Contracts.Identity;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Features;
using Matchmaking.Identity.Features.Me;
using Matchmaking.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Consumers;

/// <summary>Writes what other services note into the audit trail; who was erased meanwhile gets no name.</summary>
internal sealed class AuditHandler(IdentityDbContext db, Ledger ledger) : IFactHandler<AuditNoted>
{
    public async Task HandleAsync(AuditNoted fact, FactContext context, CancellationToken cancellation)
    {
        var erased = await db.Users.AnyAsync(a => a.Id == fact.Note.ActorId && a.ErasedAt != null, cancellation);
        ledger.Audit(fact.OccurredAt, erased ? fact.Note with { ActorName = EraseMe.Nobody } : fact.Note);
        await db.SaveChangesAsync(cancellation);
    }
}
