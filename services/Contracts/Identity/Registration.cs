namespace Matchmaking.Contracts.Identity;

/// <summary>Registers an organisation together with its first administrator.</summary>
/// <param name="CheckOnly">Says what is wrong and registers nothing.</param>
public sealed record RegisterOrganisation(OrganisationKind Kind, OrganisationForm Organisation, NewAdministrator Admin, bool CheckOnly = false);

/// <summary>What an organisation says of itself.</summary>
public sealed record OrganisationForm
{
    [Field("单位全称", "Registered name", Required = true, Min = 2, Max = 100)]
    public string Name { get; init; } = "";

    [Field("单位简称", "Short name", Max = 30)]
    public string? ShortName { get; init; }

    /// <summary>Required of enterprises, checked wherever it is given.</summary>
    [Field("统一社会信用代码", "Unified social credit code")]
    public string? CreditCode { get; init; }

    /// <summary>GB/T 4754 code.</summary>
    [Field("所属行业", "Industry", Max = 10, Codes = "industries")]
    public string? Industry { get; init; }

    [Field("企业规模", "Size", Codes = "sizes")]
    public string? SizeBand { get; init; }

    [Field("所在镇街或园区", "Town or park", Max = 50, Codes = "towns")]
    public string? Town { get; init; }

    [Field("归口管理部门", "Supervising department", Max = 100)]
    public string? Department { get; init; }

    [Field("地址", "Address", Max = 200)]
    public string? Address { get; init; }

    [Field("网址", "Website", Max = 200)]
    public string? Website { get; init; }

    [Field("法定代表人", "Legal representative", Max = 50)]
    public string? LegalRepresentative { get; init; }

    [Field("单位简介", "Introduction", Max = 500)]
    public string? Introduction { get; init; }
}

/// <summary>The first administrator of an organisation that registers. The password is set with the mailed link.</summary>
public sealed record NewAdministrator
{
    [Field("姓名", "Name", Required = true, Max = 50)]
    public string Name { get; init; } = "";

    [Field("电子邮箱", "E-mail", Required = true, Max = 254)]
    public string Email { get; init; } = "";

    [Field("手机号", "Phone", Max = 20)]
    public string? Phone { get; init; }

    /// <summary>zh-CN or en: the language of mails.</summary>
    public string? Language { get; init; }
}

/// <summary>The same for every address, whether it has an account or not.</summary>
/// <param name="Text">What to do next, in the reader's language.</param>
public sealed record MailSent(string Text);

/// <summary>Confirms an e-mail address with what stood in the mailed link, and sets the password: who registered may be somebody else.</summary>
/// <param name="Account">The registration to confirm, of those that wait for this address.</param>
public sealed record ConfirmEmail(Guid Account, string Token, string Password);

/// <summary>A registration that waits for the confirmation of its address, as the mailbox's holder sees it.</summary>
/// <param name="Account">Id of the registration, and of the account that it becomes.</param>
public sealed record PendingRegistration(
    Guid Account, OrganisationKind Kind, string Organisation, string? CreditCode, string Name, string Email, DateTime CreatedAt);

/// <summary>Asks for a mail: a new confirmation link or a link to reset the password.</summary>
public sealed record AskForMail(string Email);

/// <summary>Sets a new password with what stood in the mailed link.</summary>
public sealed record ResetPassword(Guid Account, string Token, string Password);
