using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Messaging;

namespace Matchmaking.Identity.Features;

/// <summary>
/// Writes what must stand beside every change of state: the audit entry, the fact for other services and the mark in
/// the change feed. All of it only tracks; the use case saves once.
/// </summary>
internal sealed class Ledger(IdentityDbContext db, TimeProvider time)
{
    private const int LongestText = 1000;
    private const int LongestName = 200;
    private const int LongestActor = 100;

    /// <summary>The moment to write down.</summary>
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>An account acting for itself without a token, such as when it resets its password.</summary>
    public static Actor ActorOf(Account account) => Actor.System with
    {
        AccountId = account.Id,
        Name = account.DisplayName,
        OrganisationId = account.OrganisationId,
    };

    public void Audit(Actor actor, string verb, Account target, string? before = null, string? after = null) =>
        Audit(actor, verb, target.OrganisationId, target.Id, target.DisplayName, before, after);

    public void Audit(Actor actor, string verb, Organisation target, string? before = null, string? after = null) =>
        Audit(actor, verb, target.Id, target.Id, target.Name, before, after);

    public void Audit(Actor actor, string verb, Guid? organisation, Guid targetId, string targetName, string? before = null, string? after = null) =>
        db.Audit.Add(new AuditEntry
        {
            At = Now,
            ActorId = actor.IsSignedIn ? actor.AccountId : null,
            ActorName = actor.Name,
            OrganisationId = organisation,
            Verb = verb,
            TargetId = targetId,
            TargetName = Cut(targetName, LongestName)!,
            Before = Cut(before, LongestText),
            After = Cut(after, LongestText),
        });

    /// <summary>Enters what another service noted.</summary>
    public void Audit(DateTime at, AuditNote note) => db.Audit.Add(new AuditEntry
    {
        At = at,
        ActorId = note.ActorId,
        ActorName = Cut(note.ActorName, LongestActor)!,
        OrganisationId = note.OrganisationId,
        Verb = note.Verb,
        LabelZh = note.Label.Zh,
        LabelEn = note.Label.En,
        TargetId = note.TargetId,
        TargetName = Cut(note.TargetName, LongestName)!,
        Before = Cut(note.Before, LongestText),
        After = Cut(note.After, LongestText),
    });

    /// <summary>Counts the change and tells the others.</summary>
    /// <param name="endsTokens">Access tokens from before the change are refused from now on.</param>
    public void Changed(Account account, bool endsTokens = false)
    {
        account.Version++;
        account.TokensFrom = endsTokens ? account.Version : account.TokensFrom;
        account.UpdatedAt = Now;
        db.Changes.Add(new ChangeMark { EntityId = account.Id, IsOrganisation = false });
        db.Publish(account.ToFact());
    }

    /// <summary>Counts the change and tells the others.</summary>
    public void Changed(Organisation organisation)
    {
        organisation.Version++;
        organisation.UpdatedAt = Now;
        db.Changes.Add(new ChangeMark { EntityId = organisation.Id, IsOrganisation = true });
        db.Publish(organisation.ToFact());
    }

    /// <summary>Ends a program's credentials, and the tokens that it has: the others hear of it as of an account that has ended.</summary>
    public void Revoke(Integration integration, Actor actor)
    {
        // The client stays known to OpenIddict; the token endpoint refuses it from now on.
        integration.RevokedAt = Now;
        Audit(actor, AuditVerbs.IntegrationRevoke, integration.OrganisationId, integration.Id, integration.Name, integration.ClientId);
        db.Publish(new AccountChanged(
            integration.Id, 1, Now, new AccountSnapshot(integration.Name, null, null, [], Active: false, Account.Chinese)));
    }

    /// <summary>Takes an open invitation back.</summary>
    public void Revoke(Invitation invitation, Organisation organisation, Actor actor)
    {
        invitation.RevokedAt = Now;
        invitation.Stamp = Guid.NewGuid();
        Audit(actor, AuditVerbs.InvitationRevoke, organisation.Id, invitation.Id, organisation.Name, "open", "revoked");
    }

    private static string? Cut(string? text, int length) => text?.Length > length ? text[..(length - 1)] + "…" : text;
}
