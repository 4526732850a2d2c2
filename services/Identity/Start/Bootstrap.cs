using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Start;

/// <summary>
/// Makes the bureau and its first account from <c>Bootstrap:Email</c> and <c>Bootstrap:Password</c> at the first start of
/// a real installation, since somebody has to approve the first registration.
/// </summary>
internal sealed partial class Bootstrap(IServiceScopeFactory scopes, IConfiguration configuration, ILogger<Bootstrap> logger) : IHostedService
{
    private const string DefaultName = "科学技术局";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        if (await db.Users.AnyAsync(cancellationToken))
        {
            return;
        }

        var email = configuration["Bootstrap:Email"];
        var password = configuration["Bootstrap:Password"];
        if (string.IsNullOrEmpty(email) || string.IsNullOrEmpty(password))
        {
            if (!configuration.GetValue("Demo:Load", false))
            {
                LogHow();
            }

            return;
        }

        if (FormChecks.EmailFault(email) is not null || Passwords.FaultOf(password, email) is not null)
        {
            throw new InvalidOperationException(
                "Bootstrap:Email must be an e-mail address and Bootstrap:Password a password of "
                + $"{Passwords.Shortest} or more characters that is not easily guessed: no common words, sequences or examples, nor the mailbox's name.");
        }

        var services = scope.ServiceProvider;
        await CreateAsync(email, password, db, services.GetRequiredService<UserManager<Account>>(), services.GetRequiredService<Ledger>());
        await db.SaveChangesAsync(cancellationToken);
        LogDone();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CreateAsync(string email, string password, IdentityDbContext db, UserManager<Account> accounts, Ledger ledger)
    {
        var bureau = new Organisation
        {
            Id = Guid.CreateVersion7(),
            Kind = OrganisationKind.Bureau,
            Status = OrganisationStatus.Approved,
            Name = configuration["Bootstrap:Organisation"] ?? DefaultName,
            CreatedAt = ledger.Now,
            DecidedAt = ledger.Now,
        };
        db.Organisations.Add(bureau);
        var account = Account.Create(
            Guid.CreateVersion7(), configuration["Bootstrap:Name"] ?? "管理员", email, null, bureau.Id,
            [Roles.Organizer, Roles.Operator, Roles.OrganisationAdmin], ledger.Now);
        account.EmailConfirmed = true;
        (await accounts.CreateAsync(account, password)).ThrowIfFailed();
        ledger.Audit(Actor.System, AuditVerbs.OrganisationRegister, bureau, null, nameof(OrganisationStatus.Approved));
        ledger.Audit(Actor.System, AuditVerbs.AccountCreate, account, null, string.Join(", ", account.Roles));
        ledger.Changed(bureau);
        ledger.Changed(account);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Created the bureau and its first account from the Bootstrap settings; change the password after the first sign-in")]
    private partial void LogDone();

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no account yet, and nobody could approve registrations. Start once with Bootstrap:Email and Bootstrap:Password to create the bureau's first account, or with Demo:Load=true for the demo district")]
    private partial void LogHow();
}
