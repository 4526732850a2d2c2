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

        if (contact is null || !PhoneNumbers.IsPlausible(contact.Phone ?? ""))
        {
            yield return new("contact.phone", new(
                $"“{contact?.Phone}”不像电话号码，请填 11 位手机号或带区号的固定电话", $"'{contact?.Phone}' does not look like a phone number"));
        }

        if (contact?.Email is { Length: > 0 } email && (email.Length > 100 || !email.Contains('@', StringComparison.Ordinal)))
        {
            yield return new("contact.email", new($"“{email}”不像邮箱地址", $"'{email}' does not look like an e-mail address"));
        }
    }
}
