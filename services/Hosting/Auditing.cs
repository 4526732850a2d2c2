using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Hosting;

/// <summary>A service's way into the audit trail.</summary>
public static class Auditing
{
    /// <summary>Notes an act in the caller's transaction; Identity hears of it over the bus.</summary>
    /// <param name="organisation">The organisation whose administrators may read it too; null: the bureau alone.</param>
    public static void Note(
        this DbContext db, Actor actor, DateTime at, string verb, LocalText label, Guid? organisation, Guid target, string targetName,
        string? before, string? after) =>
        db.Publish(new AuditNoted(
            Guid.CreateVersion7(), 1, at,
            new AuditNote(actor.IsSignedIn ? actor.AccountId : null, actor.Name, organisation, verb, label, target, targetName, before, after)));
}
