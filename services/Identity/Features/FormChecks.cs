using System.Net.Mail;
using System.Reflection;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Codes;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;

namespace Matchmaking.Identity.Features;

/// <summary>Cleans forms and checks them against their <see cref="FieldAttribute"/>s.</summary>
internal static class FormChecks
{
    private const int LongestEmail = 254;
    private const int LongestPersonName = 50;

    // From this length on, pages give a text a box of several lines.
    private const int LongText = 150;

    /// <summary>The text without blanks around it; null where nothing remains.</summary>
    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>An organisation's form, trimmed and with a normalised credit code.</summary>
    public static OrganisationForm Clean(OrganisationForm form) => new()
    {
        Name = Clean(form.Name) ?? "",
        ShortName = Clean(form.ShortName),
        CreditCode = Clean(CreditCode.Normalise(form.CreditCode)),
        Industry = Clean(form.Industry),
        SizeBand = Clean(form.SizeBand),
        Town = Clean(form.Town),
        Department = Clean(form.Department),
        Address = Clean(form.Address),
        Website = Clean(form.Website),
        LegalRepresentative = Clean(form.LegalRepresentative),
        Introduction = Clean(form.Introduction),
    };

    /// <summary>
    /// What is wrong with a person's name, or null. Colleagues and the bureau read it in mails and lists that the portal
    /// answers for, so it carries neither lines of its own nor a link.
    /// </summary>
    public static LocalText? PersonNameFault(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestPersonName)
        {
            return new($"请填写姓名，不超过 {LongestPersonName} 字", $"Give a name of at most {LongestPersonName} characters");
        }

        if (!OneLine.Is(name))
        {
            return new("姓名请写成一行", "Write the name in one line");
        }

        return name.Contains("://", StringComparison.Ordinal) || name.Contains("www.", StringComparison.OrdinalIgnoreCase)
            ? new("姓名里不能有网址", "A name must not contain a web address")
            : null;
    }

    /// <summary>Faults of an organisation's form.</summary>
    public static IEnumerable<FieldFault> Check(OrganisationForm form, OrganisationKind kind, string prefix)
    {
        foreach (var fault in Check(form, prefix))
        {
            yield return fault;
        }

        if (form.CreditCode is { } code)
        {
            if (CreditCode.FaultOf(code) is { } fault)
            {
                yield return new(prefix + "creditCode", fault);
            }
        }
        else if (kind == OrganisationKind.Enterprise)
        {
            yield return new(prefix + "creditCode", new("请填写统一社会信用代码", "Please give the unified social credit code"));
        }

        if (form.Website is { } site && !(Uri.TryCreate(site, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            yield return new(prefix + "website", new("网址应以 http:// 或 https:// 开头", "A website starts with http:// or https://"));
        }
    }

    /// <summary>Faults of a form's texts: missing, too short, too long, of several lines, not in the code list.</summary>
    public static IEnumerable<FieldFault> Check(object form, string prefix)
    {
        foreach (var property in form.GetType().GetProperties())
        {
            if (property.PropertyType == typeof(string)
                && property.GetCustomAttribute<FieldAttribute>() is { } field
                && FaultOf(field, property.GetValue(form) as string) is { } text)
            {
                yield return new(prefix + char.ToLowerInvariant(property.Name[0]) + property.Name[1..], text);
            }
        }
    }

    /// <summary>What is wrong with an e-mail address, or null.</summary>
    public static LocalText? EmailFault(string? email) =>
        email is { Length: > 0 and <= LongestEmail } && MailAddress.TryCreate(email, out var parsed) && parsed.Address == email && parsed.Host.Contains('.', StringComparison.Ordinal)
            ? null
            : new($"“{email}”不是有效的电子邮箱地址，请检查", $"'{email}' is not a valid e-mail address");

    /// <summary>What is wrong with a phone number, or null; none is fine.</summary>
    public static LocalText? PhoneFault(string? phone) => phone is null || PhoneNumbers.IsPlausible(phone)
        ? null
        : new($"“{phone}”不是有效的手机号或带区号的座机号，请检查", $"'{phone}' is not a valid phone number");

    /// <exception cref="ProblemException">There are faults.</exception>
    public static void ThrowIfAny(IEnumerable<FieldFault> faults)
    {
        var list = faults.ToList();
        if (list.Count > 0)
        {
            throw ProblemException.Invalid(list);
        }
    }

    /// <summary>A reason that somebody will read.</summary>
    /// <exception cref="ProblemException">It is too short or too long.</exception>
    public static string Reason(string? text)
    {
        const int shortest = 2;
        const int longest = 500;
        var reason = Clean(text) ?? "";
        return reason.Length is >= shortest and <= longest
            ? reason
            : throw ProblemException.Invalid("reason", $"请填写 {shortest} 至 {longest} 字的理由，对方会看到", $"Give a reason of {shortest} to {longest} characters; it will be shown to the other side");
    }

    private static LocalText? FaultOf(FieldAttribute field, string? value)
    {
        var name = field.Name;
        if (string.IsNullOrEmpty(value))
        {
            return field.Required ? new($"请填写{name.Zh}", $"{name.En} is missing") : null;
        }

        if (value.Length < field.Min)
        {
            return new($"{name.Zh}至少 {field.Min} 字", $"{name.En} has at least {field.Min} characters");
        }

        if (field.Max > 0 && value.Length > field.Max)
        {
            return new($"{name.Zh}不能超过 {field.Max} 字，现有 {value.Length} 字", $"{name.En} has at most {field.Max} characters, now {value.Length}");
        }

        if (field.Max is > 0 and < LongText && !OneLine.Is(value))
        {
            return new($"{name.Zh}请写成一行", $"Write {name.En} in one line");
        }

        return field.Codes is { } list && CodeList.Names.Contains(list) && !CodeList.Of(list).Has(value)
            ? new($"{name.Zh}的取值“{value}”不在代码表中，请从列表中选择", $"'{value}' is not in the list of {name.En}")
            : null;
    }
}
