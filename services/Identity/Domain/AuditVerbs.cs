using System.Collections.Frozen;
using Matchmaking.Contracts;

namespace Matchmaking.Identity.Domain;

/// <summary>Verbs of the audit trail and their names on screens.</summary>
internal static class AuditVerbs
{
    public const string OrganisationRegister = "organisation.register";
    public const string OrganisationUpdate = "organisation.update";
    public const string OrganisationApprove = "organisation.approve";
    public const string OrganisationReject = "organisation.reject";
    public const string OrganisationSuspend = "organisation.suspend";
    public const string OrganisationReinstate = "organisation.reinstate";
    public const string OrganisationFlags = "organisation.flags";
    public const string AccountCreate = "account.create";
    public const string AccountConfirm = "account.confirm-email";
    public const string AccountUpdate = "account.update";
    public const string AccountPassword = "account.password";
    public const string AccountReset = "account.password-reset";
    public const string TwoFactorOn = "account.two-factor-on";
    public const string TwoFactorOff = "account.two-factor-off";
    public const string AccountExport = "account.export";
    public const string AccountErase = "account.erase";
    public const string LockedOut = "account.locked-out";
    public const string AccountLock = "account.lock";
    public const string AccountUnlock = "account.unlock";
    public const string MemberRoles = "member.roles";
    public const string MemberDeactivate = "member.deactivate";
    public const string MemberReactivate = "member.reactivate";
    public const string InvitationCreate = "invitation.create";
    public const string InvitationRevoke = "invitation.revoke";
    public const string InvitationAccept = "invitation.accept";
    public const string IntegrationCreate = "integration.create";
    public const string IntegrationRevoke = "integration.revoke";

    private static readonly FrozenDictionary<string, LocalText> Labels = new Dictionary<string, LocalText>
    {
        [OrganisationRegister] = new("单位注册", "Registered the organisation"),
        [OrganisationUpdate] = new("修改单位资料", "Changed the organisation's data"),
        [OrganisationApprove] = new("审核通过", "Approved the organisation"),
        [OrganisationReject] = new("审核不通过", "Rejected the organisation"),
        [OrganisationSuspend] = new("暂停单位", "Suspended the organisation"),
        [OrganisationReinstate] = new("解除暂停", "Lifted the suspension"),
        [OrganisationFlags] = new("标注规上、高企", "Set the bureau's marks"),
        [AccountCreate] = new("创建账号", "Created the account"),
        [AccountConfirm] = new("确认邮箱", "Confirmed the e-mail address"),
        [AccountUpdate] = new("修改个人资料", "Changed personal data"),
        [AccountPassword] = new("修改密码", "Changed the password"),
        [AccountReset] = new("重置密码", "Reset the password"),
        [TwoFactorOn] = new("开启两步验证", "Turned on two-step sign-in"),
        [TwoFactorOff] = new("关闭两步验证", "Turned off two-step sign-in"),
        [AccountExport] = new("导出个人数据", "Exported personal data"),
        [AccountErase] = new("注销账号", "Erased the account"),
        [LockedOut] = new("多次输错密码，自动锁定", "Locked after failed sign-ins"),
        [AccountLock] = new("停用账号", "Locked the account"),
        [AccountUnlock] = new("解除停用", "Unlocked the account"),
        [MemberRoles] = new("调整成员角色", "Changed a member's roles"),
        [MemberDeactivate] = new("停用成员", "Deactivated a member"),
        [MemberReactivate] = new("恢复成员", "Reactivated a member"),
        [InvitationCreate] = new("邀请成员", "Invited a member"),
        [InvitationRevoke] = new("撤回邀请", "Revoked an invitation"),
        [InvitationAccept] = new("接受邀请", "Accepted an invitation"),
        [IntegrationCreate] = new("创建接口凭证", "Created client credentials"),
        [IntegrationRevoke] = new("吊销接口凭证", "Revoked client credentials"),
    }.ToFrozenDictionary();

    /// <summary>The verb's name, or the verb itself where this build does not know it.</summary>
    public static string LabelOf(AuditEntry entry, string language) =>
        entry is { LabelZh: { } zh, LabelEn: { } en } ? new LocalText(zh, en).In(language)
        : Labels.TryGetValue(entry.Verb, out var text) ? text.In(language)
        : entry.Verb;
}
