using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features;
using Microsoft.AspNetCore.Identity;

namespace Matchmaking.Identity.Start;

/// <summary>The demo district's organisations and accounts.</summary>
internal sealed class IdentityDemoLoader(IdentityDbContext db, UserManager<Account> accounts, Ledger ledger) : IDemoLoader
{
    public int Order => 0;

    public async Task LoadAsync(DemoFolder demo, CancellationToken cancellation)
    {
        foreach (var row in await demo.ReadAsync<DemoOrganisation>("organisations.json", cancellation))
        {
            Add(row, demo.Now);
        }

        string? hash = null;
        foreach (var row in await demo.ReadAsync<DemoAccountRow>("accounts.json", cancellation))
        {
            var account = Create(row, demo.Now);
            // One hash for all: their password is public anyway, and hundreds of hashes would take the start a minute.
            account.PasswordHash = hash ??= accounts.PasswordHasher.HashPassword(account, DemoFolder.Password);
            db.Users.Add(account);
            ledger.Audit(Actor.System, AuditVerbs.AccountCreate, account, null, string.Join(", ", account.Roles));
            ledger.Changed(account);
        }

        await db.SaveChangesAsync(cancellation);
    }

    private void Add(DemoOrganisation row, DateTime now)
    {
        var organisation = new Organisation
        {
            Id = DemoFolder.IdOf("organisation", row.Key),
            Kind = row.Kind,
            Status = row.Status,
            Name = row.Name,
            ShortName = row.ShortName,
            CreditCode = row.CreditCode,
            Industry = row.Industry,
            Town = row.Town,
            SizeBand = row.SizeBand,
            Website = row.Website,
            AboveScale = row.AboveScale,
            HighTech = row.HighTech,
            CreatedAt = now,
            DecidedAt = row.Status == OrganisationStatus.Pending ? null : now,
        };
        db.Organisations.Add(organisation);
        ledger.Audit(Actor.System, AuditVerbs.OrganisationRegister, organisation, null, row.Status.ToString());
        ledger.Changed(organisation);
    }

    private Account Create(DemoAccountRow row, DateTime now)
    {
        var account = Account.Create(
            DemoFolder.IdOf("account", row.Key), row.Name, row.Email, null,
            row.Organisation is null ? null : DemoFolder.IdOf("organisation", row.Organisation), row.Roles, now);
        account.NormalizedUserName = accounts.NormalizeName(account.UserName);
        account.NormalizedEmail = accounts.NormalizeEmail(account.Email);
        account.SecurityStamp = Guid.NewGuid().ToString();
        account.EmailConfirmed = true;
        if (row.Showcase)
        {
            account.DemoLabelZh = row.Label?.Zh ?? row.Name;
            account.DemoLabelEn = row.Label?.En ?? row.Name;
        }

        return account;
    }

    private sealed record DemoOrganisation(
        string Key, OrganisationKind Kind, string Name, string? ShortName, string? CreditCode, string? Industry, string? Town,
        string? SizeBand, bool AboveScale, bool HighTech, OrganisationStatus Status, string? Website);

    private sealed record DemoAccountRow(
        string Key, string? Organisation, string Name, string Email, IReadOnlyList<string> Roles, bool Showcase, LocalText? Label);
}
