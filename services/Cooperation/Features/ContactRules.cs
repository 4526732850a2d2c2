using System.Net.Mail;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Hosting;

namespace Matchmaking.Cooperation.Features;

/// <summary>What a contact must hold to be of use.</summary>
internal static class ContactRules
{
    public static IEnumerable<FieldFault> Check(Contact? contact)
    {
        if (string.IsNullOrWhiteSpace(contact?.Name) || contact.Name.Length > 30)
        {
            yield return new("contact.name", new("请填写联系人，最多 30 字", "Give a contact's name of 30 characters at most"));
        }
        else if (!IsPlain(contact.Name))
        {
            yield return new("contact.name", new("联系人请写成一行，不用尖括号和网址", "Write the contact's name in one line, without angle brackets or web addresses"));
        }

        if (contact is null || !OneLine.Is(contact.Phone ?? "") || !PhoneNumbers.IsPlausible(contact.Phone ?? ""))
        {
            yield return new("contact.phone", new(
                $"“{contact?.Phone}”不像电话号码，请填 11 位手机号或带区号的固定电话", $"'{contact?.Phone}' does not look like a phone number"));
        }

        if (contact?.Email is { Length: > 0 } email && (email.Length > 100 || !IsAddress(email)))
        {
            yield return new("contact.email", new($"“{email}”不像邮箱地址", $"'{email}' does not look like an e-mail address"));
        }
    }

    // It goes into the other side's address book and mails.
    private static bool IsPlain(string text) =>
        OneLine.Is(text) && !text.AsSpan().ContainsAny('<', '>') && !text.Contains("://", StringComparison.Ordinal)
        && !text.Contains("www.", StringComparison.OrdinalIgnoreCase);

    private static bool IsAddress(string email) =>
        OneLine.Is(email) && MailAddress.TryCreate(email, out var parsed) && parsed.Address == email && parsed.Host.Contains('.', StringComparison.Ordinal);
}
