using System.Security.Cryptography;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Pending = Matchmaking.Identity.Domain.Registration;

namespace Matchmaking.Identity.Features.Registration;

/// <summary>
/// Registrations that wait for the confirmation of their address. A mailed link proves the mailbox, not one registration:
/// its holder sees all that wait for it and chooses, whoever typed which.
/// </summary>
internal sealed class Registrations(
    IdentityDbContext db, IDataProtectionProvider protection, ILookupNormalizer names, Ledger ledger)
{
    // The newest of one address; who presses the button more often has changed their mind, or plays with somebody's mailbox.
    private const int MostOfAnAddress = 5;

    private readonly IDataProtector _protector = protection.CreateProtector("Matchmaking.Identity.Registration");

    /// <summary>Keeps a registration until it is confirmed or too old.</summary>
    public async Task<Pending> AddAsync(OrganisationKind kind, OrganisationForm form, NewAdministrator admin, CancellationToken cancellation)
    {
        var registration = new Pending
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            Form = form,
            Name = admin.Name,
            Email = admin.Email,
            NormalizedEmail = names.NormalizeEmail(admin.Email)!,
            Phone = admin.Phone,
            Language = Domain.Languages.Of(admin.Language),
            CreatedAt = ledger.Now,
            ExpiresAt = ledger.Now + Pending.Lifetime,
        };
        db.Registrations.Add(registration);
        db.Registrations.RemoveRange((await OfAsync(registration.NormalizedEmail, cancellation)).Skip(MostOfAnAddress - 1));
        return registration;
    }

    /// <summary>What waits for the mailbox that a link proves, newest first.</summary>
    /// <exception cref="ProblemException">The link is mutilated or too old, or nothing waits any more.</exception>
    public async Task<List<Pending>> OfLinkAsync(string? token, CancellationToken cancellation)
    {
        var id = Read(token);
        var now = ledger.Now;
        var address = await db.Registrations.Where(r => r.Id == id && r.ExpiresAt > now).Select(r => r.NormalizedEmail).SingleOrDefaultAsync(cancellation);
        return address is null ? throw EmailConfirmation.InvalidLink() : await OfAsync(address, cancellation);
    }

    /// <summary>The newest registration of an address that waits, valid from now on as long as a new one; null for none.</summary>
    public async Task<Pending?> RenewAsync(string email, CancellationToken cancellation)
    {
        var newest = (await OfAsync(names.NormalizeEmail(email)!, cancellation)).FirstOrDefault();
        newest?.ExpiresAt = ledger.Now + Pending.Lifetime;
        return newest;
    }

    /// <summary>What stands in the mailed link.</summary>
    public string TokenOf(Pending registration) => WebEncoders.Base64UrlEncode(_protector.Protect(registration.Id.ToByteArray()));

    private Task<List<Pending>> OfAsync(string normalizedEmail, CancellationToken cancellation)
    {
        var now = ledger.Now;
        return db.Registrations.Where(r => r.NormalizedEmail == normalizedEmail && r.ExpiresAt > now)
            .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id).Take(2 * MostOfAnAddress).ToListAsync(cancellation);
    }

    private Guid Read(string? token)
    {
        try
        {
            return new Guid(_protector.Unprotect(WebEncoders.Base64UrlDecode(token ?? "")));
        }
        catch (Exception broken) when (broken is FormatException or CryptographicException or ArgumentException)
        {
            throw EmailConfirmation.InvalidLink();
        }
    }
}
