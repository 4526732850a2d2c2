using System.Text.RegularExpressions;
using Matchmaking.Testing;
using MimeKit;

namespace Matchmaking.Browsing;

/// <summary>Somebody who can sign in.</summary>
public sealed record Login(string Email, string Password);

/// <summary>A running portal, in one process or many.</summary>
/// <param name="Url">Its public address.</param>
/// <param name="MailFolder">Where its mails lie as files.</param>
/// <param name="Bureau">An officer of the bureau.</param>
public sealed partial record Portal(string Url, string MailFolder, Login Bureau)
{
    /// <summary>The newest link in a mail to an address; waits for the mail.</summary>
    /// <param name="email">The receiver.</param>
    /// <param name="part">What the link contains, such as /account/confirm.</param>
    public async Task<string> LinkAsync(string email, string part)
    {
        string? link = null;
        await Probe.Until(async () => (link = await FindAsync(email, part)) is not null, $"a mail to {email} with a link to {part}", 60);
        return link!;
    }

    private async Task<string?> FindAsync(string email, string part)
    {
        if (!Directory.Exists(MailFolder))
        {
            return null;
        }

        foreach (var file in Directory.GetFiles(MailFolder, "*.eml").OrderDescending())
        {
            MimeMessage mail;
            try
            {
                mail = await MimeMessage.LoadAsync(file);
            }
            catch (Exception unfinished) when (unfinished is FormatException or IOException)
            {
                continue;
            }

            if (mail.To.Mailboxes.Any(m => m.Address == email)
                && Links().Matches(mail.TextBody ?? "").FirstOrDefault(m => m.Value.Contains(part, StringComparison.Ordinal)) is { } link)
            {
                return link.Value;
            }
        }

        return null;
    }

    [GeneratedRegex(@"https?://[^\s<>，。）]+")]
    private static partial Regex Links();
}
