using System.Security.Cryptography;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features.Me;
using Matchmaking.Identity.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Matchmaking.Identity.Features.Integrations;

/// <summary>Client credentials of the own organisation's programs.</summary>
internal static class ManageIntegrations
{
    private const int SecretBytes = 32;
    private const int LongestName = 50;
    private const int Most = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/integrations", ListAsync)
            .WithName("identity.integrations")
            .WithSummary("Programs of the own organisation with client credentials")
            .RequireAuthorization(Policies.OrganisationAdmin);
        api.MapPost("/integrations", CreateAsync)
            .WithName("identity.create-integration")
            .WithMetadata(new NotReplayed())
            .WithSummary("Create client credentials; the secret is shown once")
            .RequireRateLimiting(RateLimits.Sensitive)
            .RequireAuthorization(Policies.OrganisationAdmin);
        api.MapDelete("/integrations/{id:guid}", RevokeAsync)
            .WithName("identity.revoke-integration")
            .WithSummary("Revoke client credentials")
            .RequireAuthorization(Policies.OrganisationAdmin);
    }

    private static async Task<Ok<IReadOnlyList<IntegrationRow>>> ListAsync(
        Actor actor, Caller caller, IdentityDbContext db, CancellationToken cancellation)
    {
        var organisation = await caller.AdministeredApprovedAsync(actor, cancellation);
        var rows = await db.Integrations.AsNoTracking()
            .Where(i => i.OrganisationId == organisation.Id)
            .OrderBy(i => i.RevokedAt != null).ThenByDescending(i => i.CreatedAt)
            .Take(Contracts.Page<IntegrationRow>.MaxSize)
            .Select(i => new { Integration = i, By = db.Users.Where(a => a.Id == i.CreatedById).Select(a => a.DisplayName).FirstOrDefault() })
            .ToListAsync(cancellation);
        return TypedResults.Ok<IReadOnlyList<IntegrationRow>>([.. rows.Select(r => r.Integration.ToRow(r.By ?? ""))]);
    }

    private static async Task<Created<IntegrationCreated>> CreateAsync(
        CreateIntegration request, Actor actor, Caller caller, PasswordProof proof, IdentityDbContext db, IOpenIddictApplicationManager clients,
        IConfiguration configuration, Ledger ledger, CancellationToken cancellation)
    {
        var account = await caller.AccountAsync(actor, cancellation);
        var organisation = await caller.AdministeredApprovedAsync(actor, cancellation);
        var name = FormChecks.Clean(request.Name) ?? "";
        if (name.Length is 0 or > LongestName || !OneLine.Is(name))
        {
            throw ProblemException.Invalid("name", $"请填写名称，写成一行，不超过 {LongestName} 字", $"Give a name of one line and at most {LongestName} characters");
        }

        await proof.RequireAsync(account, request.Password, "password", cancellation);
        if (await db.Integrations.CountAsync(i => i.OrganisationId == organisation.Id && i.RevokedAt == null, cancellation) >= Most)
        {
            throw ProblemException.Rule("too-many-integrations", $"每个单位最多 {Most} 个有效凭证，请先吊销不再使用的", $"An organisation has at most {Most} valid credentials. Revoke what is not used");
        }

        var id = Guid.CreateVersion7();
        var secret = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(SecretBytes));
        var integration = new Integration
        {
            Id = id,
            OrganisationId = organisation.Id,
            Name = name,
            ClientId = $"org-{id:N}",
            CreatedById = actor.AccountId,
            CreatedAt = ledger.Now,
        };
        db.Integrations.Add(integration);
        ledger.Audit(actor, AuditVerbs.IntegrationCreate, organisation.Id, id, name, null, integration.ClientId);
        // Saves the context, hence also the integration and the audit entry, in one transaction.
        await clients.CreateAsync(Clients.ForPrograms(integration.ClientId, name, secret), cancellation);
        return TypedResults.Created(
            $"/api/identity/integrations/{id}",
            new IntegrationCreated(id, name, integration.ClientId, secret, $"{configuration.PublicUrl()}/connect/token"));
    }

    private static async Task<NoContent> RevokeAsync(
        Guid id, Actor actor, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        var organisation = await caller.AdministeredApprovedAsync(actor, cancellation);
        var integration = await db.Integrations.SingleOrDefaultAsync(i => i.Id == id && i.OrganisationId == organisation.Id, cancellation)
            ?? throw ProblemException.NotFound("没有找到这个接口凭证", "There are no such credentials");
        if (integration.RevokedAt is null)
        {
            ledger.Revoke(integration, actor);
            await db.SaveChangesAsync(cancellation);
        }

        return TypedResults.NoContent();
    }
}
