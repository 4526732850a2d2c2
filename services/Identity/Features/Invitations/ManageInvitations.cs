using System.Security.Cryptography;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features.Me;
using Matchmaking.Identity.Features.Members;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Invitations;

/// <summary>Invitations of the own organisation: list, send, revoke.</summary>
internal static class ManageInvitations
{
    private const int TokenBytes = 32;
    private const int MostOpen = 30;
    private const int MostADay = 50;
    private const int MostADayToOne = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/invitations", ListAsync)
            .WithName("identity.invitations")
            .WithSummary("Invitations of the own organisation, newest first")
            .RequireAuthorization(Policies.OrganisationAdmin);
        api.MapPost("/invitations", CreateAsync)
            .WithName("identity.invite")
            .WithSummary("Invite a colleague by mail")
            .RequireRateLimiting(RateLimits.Sensitive)
            .RequireAuthorization(Policies.OrganisationAdmin);
        api.MapDelete("/invitations/{id:guid}", RevokeAsync)
            .WithName("identity.revoke-invitation")
            .WithSummary("Revoke an open invitation")
            .RequireAuthorization(Policies.OrganisationAdmin);
    }

    private static async Task<Ok<Page<InvitationRow>>> ListAsync(
        Actor actor, PageQuery page, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        var organisation = await caller.AdministeredApprovedAsync(actor, cancellation);
        var rows = db.Invitations.AsNoTracking()
            .Where(i => i.OrganisationId == organisation.Id)
            .OrderByDescending(i => i.CreatedAt).ThenBy(i => i.Id)
            .Select(i => new { Invitation = i, By = db.Users.Where(a => a.Id == i.InvitedById).Select(a => a.DisplayName).FirstOrDefault() });
        var found = await page.RunAsync(rows, cancellation);
        return TypedResults.Ok(new Page<InvitationRow>(
            [.. found.Items.Select(r => r.Invitation.ToRow(ledger.Now, r.By ?? ""))], found.Total, found.Number, found.Size));
    }

    private static async Task<Created<InvitationRow>> CreateAsync(
        CreateInvitation request, Actor actor, Caller caller, PasswordProof proof, IdentityDbContext db, Mails mails, Ledger ledger,
        CancellationToken cancellation)
    {
        var account = await caller.AccountAsync(actor, cancellation);
        var organisation = await caller.AdministeredApprovedAsync(actor, cancellation);
        var email = FormChecks.Clean(request.Email) ?? "";
        var name = FormChecks.Clean(request.Name) ?? "";
        FormChecks.ThrowIfAny(Faults(email, name));
        var roles = OwnMembers.Roles(organisation.Kind, request.Roles);
        await proof.RequireAsync(account, request.Password, "password", cancellation);
        if (await db.Users.AnyAsync(a => a.OrganisationId == organisation.Id && a.NormalizedEmail == email.ToUpperInvariant(), cancellation))
        {
            throw ProblemException.Rule("member-already", "该邮箱已是本单位成员", "This address belongs to a member of your organisation already");
        }

        await RefuseSoonAsync(db, organisation, email, ledger.Now, cancellation);
        await RevokeEarlierAsync(db, organisation.Id, email, ledger.Now, cancellation);
        await RefuseTooManyAsync(db, organisation, email, ledger.Now, cancellation);
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(TokenBytes));
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(),
            OrganisationId = organisation.Id,
            Email = email,
            Name = name,
            Roles = roles,
            TokenHash = Invitation.Hash(token),
            InvitedById = actor.AccountId,
            CreatedAt = ledger.Now,
            ExpiresAt = ledger.Now.AddDays(Invitation.Days),
            Stamp = Guid.NewGuid(),
        };
        db.Invitations.Add(invitation);
        ledger.Audit(actor, AuditVerbs.InvitationCreate, organisation.Id, invitation.Id, organisation.Name, null, string.Join(", ", roles));
        mails.Invitation(invitation, token, organisation.Name, actor.Language);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Created($"/api/identity/invitations/{invitation.Id}", invitation.ToRow(ledger.Now, actor.Name));
    }

    private static async Task<NoContent> RevokeAsync(
        Guid id, Actor actor, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        var organisation = await caller.AdministeredApprovedAsync(actor, cancellation);
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.Id == id && i.OrganisationId == organisation.Id, cancellation)
            ?? throw ProblemException.NotFound("没有找到这份邀请", "There is no such invitation");
        if (invitation.AcceptedAt is not null)
        {
            throw ProblemException.Rule("accepted-already", "邀请已被接受，如需取消请停用该成员", "The invitation was accepted already. Deactivate the member instead");
        }

        if (invitation.RevokedAt is null)
        {
            ledger.Revoke(invitation, organisation, actor);
            await db.SaveChangesAsync(cancellation);
        }

        return TypedResults.NoContent();
    }

    private static IEnumerable<FieldFault> Faults(string email, string name)
    {
        if (FormChecks.EmailFault(email) is { } fault)
        {
            yield return new("email", fault);
        }

        if (FormChecks.PersonNameFault(name) is { } wrong)
        {
            yield return new("name", wrong);
        }
    }

    // Every invitation is a mail to an address that nobody confirmed, in the bureau's name.
    private static async Task RefuseTooManyAsync(
        IdentityDbContext db, Organisation organisation, string email, DateTime now, CancellationToken cancellation)
    {
        var own = db.Invitations.Where(i => i.OrganisationId == organisation.Id);
        var dayAgo = now.AddDays(-1);
        if (await own.CountAsync(i => i.CreatedAt > dayAgo, cancellation) >= MostADay)
        {
            throw ProblemException.Rule("too-many-invitations-today", $"24 小时内最多发出 {MostADay} 份邀请，请明天再发", $"At most {MostADay} invitations in 24 hours. Send the rest tomorrow");
        }

        if (await own.CountAsync(i => i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > now && i.Email != email, cancellation) >= MostOpen)
        {
            throw ProblemException.Rule("too-many-invitations", $"每个单位最多 {MostOpen} 份待接受的邀请，请先撤回不再需要的", $"An organisation has at most {MostOpen} open invitations. Revoke what is not needed");
        }

        // Of those sent at once from one count, one is stored; the others are told to try again.
        organisation.MembershipStamp = Guid.NewGuid();
    }

    // The address never asked for these mails, so it is not to be flooded with them.
    private static async Task RefuseSoonAsync(
        IdentityDbContext db, Organisation organisation, string email, DateTime now, CancellationToken cancellation)
    {
        var (dayAgo, soon) = (now.AddDays(-1), now - Pause);
        var sent = await db.Invitations
            .Where(i => i.OrganisationId == organisation.Id && i.Email.ToUpper() == email.ToUpperInvariant() && i.CreatedAt > dayAgo)
            .Select(i => i.CreatedAt).ToListAsync(cancellation);
        if (sent.Count >= MostADayToOne || sent.Any(at => at > soon))
        {
            throw ProblemException.Rule(
                "invited-already", $"已向该邮箱发过邀请，请对方查收（含垃圾邮件箱）；再次发送须间隔 {Pause.TotalMinutes:0} 分钟，24 小时内最多 {MostADayToOne} 次",
                $"This address was invited already; ask to look into the spam folder too. Wait {Pause.TotalMinutes:0} minutes before the next one; at most {MostADayToOne} in 24 hours");
        }
    }

    // One open link a person: the newest.
    private static async Task RevokeEarlierAsync(IdentityDbContext db, Guid organisation, string email, DateTime now, CancellationToken cancellation)
    {
        var earlier = await db.Invitations
            .Where(i => i.OrganisationId == organisation && i.Email == email && i.AcceptedAt == null && i.RevokedAt == null)
            .ToListAsync(cancellation);
        foreach (var invitation in earlier)
        {
            invitation.RevokedAt = now;
            invitation.Stamp = Guid.NewGuid();
        }
    }
}
