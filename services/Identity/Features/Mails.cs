using System.Text;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Notifications;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Messaging;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Matchmaking.Identity.Features;

/// <summary>Asks Notifications for the mails of Identity. Templates and their wording live there.</summary>
internal sealed class Mails(IdentityDbContext db, UserManager<Account> accounts, IConfiguration configuration, TimeProvider time)
{
    // To an address that nobody confirmed: whoever typed the name may be writing to a stranger in the portal's name.
    private const string Unnamed = "";

    /// <summary>Mails the link that confirms an address and leads to the password.</summary>
    public void ConfirmEmail(Domain.Registration registration, string token) =>
        Send(registration.Email, registration.Language, "confirm-email", Unnamed,
            $"{configuration.PublicUrl()}/account/confirm?account={registration.Id}&token={token}");

    /// <summary>Mails the link that sets a new password.</summary>
    public async Task ResetPasswordAsync(Account account)
    {
        var token = await accounts.GeneratePasswordResetTokenAsync(account);
        Send(account, "reset-password", $"{configuration.PublicUrl()}/account/reset?account={account.Id}&token={WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token))}");
    }

    /// <summary>Tells the holder that the password was set anew, and what still gives access in the holder's name.</summary>
    public void PasswordChanged(Account account, IReadOnlyList<string> left) =>
        Send(account, "password-changed", $"{configuration.PublicUrl()}/account/forgot", reason: left.Count == 0 ? "—" : string.Join('\n', left.Select(l => "· " + l)));

    /// <summary>Tells the owner that wrong passwords locked the account; an address nobody confirmed gets nothing.</summary>
    public void Locked(Account account)
    {
        if (account.EmailConfirmed)
        {
            Send(account, "account-locked", $"{configuration.PublicUrl()}/account/forgot");
        }
    }

    /// <summary>Tells who registered that the organisation is on the portal already; not whose address it has.</summary>
    public void OrganisationTaken(NewAdministrator registered) =>
        Send(registered.Email, registered.Language ?? "zh-CN", "organisation-taken", Unnamed, $"{configuration.PublicUrl()}/help");

    /// <summary>Tells an administrator that somebody tried to register the same organisation. The name typed there is left out: anybody may type it.</summary>
    public void ColleagueRegistered(Account admin, Organisation organisation, string address) =>
        Send(admin, "colleague-registered", $"{configuration.PublicUrl()}/work/members", organisation.Name, address: address);

    /// <summary>Tells an administrator what the bureau decided about the organisation, and why where there is a reason.</summary>
    public void Decided(Account admin, Organisation organisation, string template) =>
        Send(admin, template, $"{configuration.PublicUrl()}{(template == "organisation-rejected" ? "/account/organisation" : "/")}", organisation.Name, organisation.RejectReason);

    /// <summary>Mails an invitation.</summary>
    public void Invitation(Invitation invitation, string token, string organisation, string language) =>
        Send(invitation.Email, language, "invitation", Unnamed,
            $"{configuration.PublicUrl()}/account/invitation?token={token}", organisation);

    /// <summary>The token as it was before it went into a link; null where it is none.</summary>
    public static string? Decode(string? token)
    {
        try
        {
            return token is null ? null : Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private void Send(Account to, string template, string link, string? organisation = null, string? reason = null, string? address = null)
    {
        if (to.Email is { } email)
        {
            Send(email, to.Language, template, to.EmailConfirmed ? to.DisplayName : Unnamed, link, organisation, reason, address);
        }
    }

    private void Send(
        string to, string language, string template, string name, string link, string? organisation = null, string? reason = null,
        string? address = null) =>
        db.Publish(new MailRequested(
            Guid.CreateVersion7(), 1, time.GetUtcNow().UtcDateTime, to, language, template,
            new Dictionary<string, string>
            {
                ["name"] = name,
                ["link"] = link,
                ["organisation"] = organisation ?? "",
                ["reason"] = reason ?? "",
                ["address"] = address ?? "",
            }));
}
