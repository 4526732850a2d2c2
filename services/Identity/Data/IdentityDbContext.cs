using System.Text.Json;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Domain;
using Matchmaking.Messaging;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Matchmaking.Identity.Data;

/// <summary>
/// Accounts, organisations and all that belongs to them, with ASP.NET Identity's and OpenIddict's tables. Derives from
/// ASP.NET's context, so what <see cref="ServiceDbContext"/> gives other services is applied here by hand.
/// </summary>
public abstract class IdentityDbContext(DbContextOptions options) : IdentityUserContext<Account, Guid>(options)
{
    internal const string Service = "identity";

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<Integration> Integrations => Set<Integration>();

    public DbSet<Registration> Registrations => Set<Registration>();

    public DbSet<KnownPlace> Places => Set<KnownPlace>();

    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    public DbSet<ChangeMark> Changes => Set<ChangeMark>();

    public DbSet<StoredKey> Keys => Set<StoredKey>();

    // Fixed here, not read from options: a migration must not depend on how the host is composed.
    protected override Version SchemaVersion => IdentitySchemaVersions.Version2;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.UseServiceConventions();
        // SQLite cannot compare DateTimeOffset; of those only the lock-out's end exists, and it is UTC.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcOffsetConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        if (Database.IsNpgsql())
        {
            builder.HasDefaultSchema(Service);
        }

        base.OnModelCreating(builder);
        builder.UseOpenIddict<Guid>();
        builder.AddMessaging();
        builder.AddIdempotency();
        MapAspNetIdentity(builder);
        MapOrganisations(builder);
        MapMembership(builder);
        MapRecords(builder);
    }

    private static void MapAspNetIdentity(ModelBuilder builder)
    {
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens");
        builder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(a => a.DisplayName).HasMaxLength(100);
            account.Property(a => a.Language).HasMaxLength(10);
            account.Property(a => a.DemoLabelZh).HasMaxLength(200);
            account.Property(a => a.DemoLabelEn).HasMaxLength(200);
            account.Property(a => a.BarredReason).HasMaxLength(500);
            account.HasOne(a => a.Organisation).WithMany().HasForeignKey(a => a.OrganisationId).OnDelete(DeleteBehavior.Restrict);
            account.Ignore(a => a.IsActiveAdmin);
        });
    }

    private static void MapOrganisations(ModelBuilder builder) => builder.Entity<Organisation>(organisation =>
    {
        organisation.ToTable("organisations");
        organisation.Property(o => o.Version).IsConcurrencyToken();
        organisation.Property(o => o.MembershipStamp).IsConcurrencyToken();
        organisation.Property(o => o.Name).HasMaxLength(100);
        organisation.Property(o => o.ShortName).HasMaxLength(100);
        organisation.Property(o => o.CreditCode).HasMaxLength(CreditCode.Length);
        organisation.Property(o => o.Introduction).HasMaxLength(500);
        organisation.Property(o => o.Status).HasMaxLength(20);
        organisation.Property(o => o.Kind).HasMaxLength(20);
        organisation.Ignore(o => o.IsApproved);
        organisation.HasIndex(o => o.CreditCode).IsUnique().HasFilter("\"Status\" <> 'Rejected'");
        organisation.HasIndex(o => o.Name);
        organisation.HasIndex(o => new { o.Status, o.CreatedAt });
    });

    private static void MapMembership(ModelBuilder builder)
    {
        builder.Entity<Registration>(registration =>
        {
            registration.ToTable("registrations");
            registration.Property(r => r.Kind).HasMaxLength(20);
            registration.Property(r => r.Form).HasConversion(
                form => JsonSerializer.Serialize(form, JsonDefaults.Options),
                text => JsonSerializer.Deserialize<OrganisationForm>(text, JsonDefaults.Options)!);
            registration.Property(r => r.Name).HasMaxLength(100);
            registration.Property(r => r.Email).HasMaxLength(256);
            registration.Property(r => r.NormalizedEmail).HasMaxLength(256);
            registration.Property(r => r.Phone).HasMaxLength(20);
            registration.Property(r => r.Language).HasMaxLength(10);
            registration.HasIndex(r => new { r.NormalizedEmail, r.CreatedAt });
            registration.HasIndex(r => r.ExpiresAt);
        });
        builder.Entity<KnownPlace>(place =>
        {
            place.ToTable("known_places");
            place.HasKey(p => new { p.AccountId, p.KeyHash });
            place.Property(p => p.KeyHash).HasMaxLength(64);
            place.HasIndex(p => p.SeenAt);
            place.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<Invitation>(invitation =>
        {
            invitation.ToTable("invitations");
            invitation.Property(i => i.Email).HasMaxLength(256);
            invitation.Property(i => i.Name).HasMaxLength(100);
            invitation.Property(i => i.TokenHash).HasMaxLength(64);
            invitation.Property(i => i.Stamp).IsConcurrencyToken();
            invitation.HasIndex(i => i.TokenHash).IsUnique();
            invitation.HasOne(i => i.Organisation).WithMany().HasForeignKey(i => i.OrganisationId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<Integration>(integration =>
        {
            integration.ToTable("integrations");
            integration.Property(i => i.Name).HasMaxLength(100);
            integration.Property(i => i.ClientId).HasMaxLength(100);
            integration.HasIndex(i => i.ClientId).IsUnique();
            integration.HasOne(i => i.Organisation).WithMany().HasForeignKey(i => i.OrganisationId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void MapRecords(ModelBuilder builder)
    {
        builder.Entity<AuditEntry>(entry =>
        {
            entry.ToTable("audit_entries");
            entry.Property(e => e.Verb).HasMaxLength(50);
            entry.Property(e => e.LabelZh).HasMaxLength(100);
            entry.Property(e => e.LabelEn).HasMaxLength(100);
            entry.Property(e => e.ActorName).HasMaxLength(100);
            entry.Property(e => e.TargetName).HasMaxLength(200);
            entry.Property(e => e.Before).HasMaxLength(1000);
            entry.Property(e => e.After).HasMaxLength(1000);
            entry.HasIndex(e => new { e.OrganisationId, e.Id });
            entry.HasIndex(e => e.At);
            entry.HasIndex(e => e.ActorId);
            entry.HasIndex(e => e.TargetId);
        });
        builder.Entity<ChangeMark>(mark =>
        {
            mark.ToTable("changes");
            mark.HasKey(m => m.Cursor);
            mark.HasIndex(m => new { m.EntityId, m.Cursor });
        });
        builder.Entity<StoredKey>(key =>
        {
            key.ToTable("keys");
            key.Property(k => k.Id).HasMaxLength(200);
        });
    }

    private sealed class UtcOffsetConverter() : ValueConverter<DateTimeOffset, DateTime>(
        value => value.UtcDateTime,
        value => new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)));
}
