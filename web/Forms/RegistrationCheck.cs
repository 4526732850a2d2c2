using System.Net.Mail;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;

namespace Matchmaking.Web.Forms;

/// <summary>
/// What can be seen to be wrong with a registration without the server. It is asked where consent is missing, so that
/// nothing is sent on and the writer still learns of everything at once.
/// </summary>
public static class RegistrationCheck
{
    private const int ShortestPassword = 10;

    public static IEnumerable<(string Field, LocalText Text)> FaultsOf(OrganisationKind kind, OrganisationForm organisation, NewAdministrator admin)
    {
        foreach (var (name, field) in Missing(organisation))
        {
            yield return (name, field);
        }

        var code = CreditCode.Normalise(organisation.CreditCode);
        if (code.Length > 0 && CreditCode.FaultOf(code) is { } fault)
        {
            yield return ("creditCode", fault);
        }
        else if (code.Length == 0 && kind == OrganisationKind.Enterprise)
        {
            yield return ("creditCode", new("请填写统一社会信用代码", "Please give the unified social credit code"));
        }

        foreach (var (name, text) in Missing(admin))
        {
            yield return ("admin" + char.ToUpperInvariant(name[0]) + name[1..], text);
        }

        if (admin.Password.Length is > 0 and < ShortestPassword)
        {
            yield return ("adminPassword", new($"密码至少 {ShortestPassword} 位，现为 {admin.Password.Length} 位", $"A password has at least {ShortestPassword} characters, this one has {admin.Password.Length}"));
        }

        if (PhoneFields.FaultOf(admin.Phone) is { } phone)
        {
            yield return ("adminPhone", phone);
        }

        if (admin.Email.Length > 0 && !MailAddress.TryCreate(admin.Email, out _))
        {
            yield return ("adminEmail", new($"“{admin.Email}”不是有效的电子邮箱地址，请检查", $"'{admin.Email}' is not a valid e-mail address"));
        }
    }

    private static IEnumerable<(string Name, LocalText Text)> Missing(object form) => FormField.Of(form.GetType())
        .Where(f => f.Attribute.Required && string.IsNullOrWhiteSpace(f.Property.GetValue(form) as string))
        .Select(f => (f.Name, new LocalText($"请填写{f.Attribute.Name.Zh}", $"{f.Attribute.Name.En} is missing")));
}
