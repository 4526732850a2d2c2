using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;

namespace Matchmaking.Identity.Features.Registration;

/// <summary>Answers that do not tell whether an address has an account.</summary>
internal static class MailTexts
{
    public static MailSent Registered(string language) => In(language, new(
        "注册信息已收到。请查收邮件，按邮件里的说明办理；打开邮件里的链接确认邮箱并设好密码，即可登录，单位信息随后由主管部门审核。如未收到邮件，请查看垃圾邮件箱或重新发送",
        "Your registration was received. Please follow the mail we sent; its link confirms your address and sets your password; then you can sign in, and the bureau reviews your organisation. No mail? Look into the spam folder or have it sent again"));

    public static MailSent ConfirmationSent(string language) => In(language, new(
        "如果该邮箱有待确认的账号，确认邮件已重新发送，请查收；10 分钟内多次申请只发一封",
        "If this address has an account to confirm, a new mail is on its way; only one is sent in ten minutes"));

    public static MailSent ResetSent(string language) => In(language, new(
        "如果该邮箱已注册，重置密码的邮件已发送，链接 24 小时内有效，请查收；10 分钟内多次申请只发一封",
        "If this address has an account, a mail with a link to reset the password is on its way. The link is valid for 24 hours; only one mail is sent in ten minutes"));

    private static MailSent In(string language, LocalText text) => new(text.In(language));
}
