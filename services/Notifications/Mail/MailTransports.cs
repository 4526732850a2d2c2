using MailKit.Net.Smtp;
using MailKit.Security;
using Matchmaking.Hosting;
using Matchmaking.Notifications.Domain;
using MimeKit;

namespace Matchmaking.Notifications.Mail;

/// <summary>Takes a mail away.</summary>
internal interface IMailTransport
{
    Task SendAsync(MimeMessage message, CancellationToken cancellation);
}

/// <summary>Chooses the transport by <c>Mail:Smtp</c>: a server, or the folder <c>&lt;data&gt;/mail</c> where none is named.</summary>
internal static class MailTransports
{
    public static IMailTransport Create(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        return configuration["Mail:Smtp"] is { Length: > 0 } host
            ? new SmtpTransport(host, configuration.GetValue("Mail:Port", 587), configuration["Mail:User"], configuration["Mail:Password"])
            : new FolderTransport(Path.Combine(configuration.DataPath(), "mail"));
    }

    /// <summary>A mail with the sender of this installation.</summary>
    public static MimeMessage Compose(OutgoingMail mail, string from)
    {
        var message = new MimeMessage { MessageId = $"{mail.Id:N}@matchmaking", Subject = mail.Subject, Date = new DateTimeOffset(mail.WrittenAt, TimeSpan.Zero) };
        message.From.Add(MailboxAddress.Parse(from));
        message.To.Add(MailboxAddress.Parse(mail.To));
        if (mail.Unsubscribe is { Length: > 0 } address)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{address}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        message.Body = new TextPart("plain") { Text = mail.Body };
        return message;
    }

    private sealed class SmtpTransport(string host, int port, string? user, string? password) : IMailTransport
    {
        private const int TimeoutMilliseconds = 20_000;

        public async Task SendAsync(MimeMessage message, CancellationToken cancellation)
        {
            using var client = new SmtpClient { Timeout = TimeoutMilliseconds };
            await client.ConnectAsync(host, port, SecureSocketOptions.StartTlsWhenAvailable, cancellation);
            if (user is not null)
            {
                await client.AuthenticateAsync(user, password ?? "", cancellation);
            }

            await client.SendAsync(message, cancellation);
            await client.DisconnectAsync(true, cancellation);
        }
    }

    private sealed class FolderTransport(string folder) : IMailTransport
    {
        public async Task SendAsync(MimeMessage message, CancellationToken cancellation)
        {
            Directory.CreateDirectory(folder);
            var file = Path.Combine(folder, $"{message.Date.UtcDateTime:yyyyMMdd-HHmmss}-{message.MessageId!.Split('@')[0]}.eml");
            // Whoever watches the folder finds whole mails only.
            await message.WriteToAsync(file + ".part", cancellation);
            File.Move(file + ".part", file, overwrite: true);
        }
    }
}
