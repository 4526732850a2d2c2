using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Services;

/// <summary>Chinese words for names that the services send as codes; pages look their English up.</summary>
public static class Words
{
    public static string Kind(RecordKind kind) => kind switch
    {
        RecordKind.Need => "技术需求",
        RecordKind.Achievement => "科技成果",
        _ => "专家",
    };

    public static string Kind(OrganisationKind kind) => kind switch
    {
        OrganisationKind.Enterprise => "企业",
        OrganisationKind.University => "高校",
        OrganisationKind.Institute => "科研院所",
        OrganisationKind.Bureau => "科技主管部门",
        _ => "技术转移机构",
    };

    public static string Role(string role) => role switch
    {
        Roles.Enterprise => "企业成员",
        Roles.Liaison => "联络处人员",
        Roles.Expert => "专家",
        Roles.Phd => "博士研究生",
        Roles.Organizer => "科技局人员",
        Roles.Operator => "运维人员",
        Roles.Broker => "技术经纪人",
        Roles.OrganisationAdmin => "单位管理员",
        _ => role,
    };

    /// <summary>Beginnings of the audit trail's verbs: everything that was done to one kind of thing.</summary>
    public static IReadOnlyList<(string Verb, string Text)> AuditKinds { get; } =
    [
        ("need.", "技术需求"), ("achievement.", "科技成果"), ("expert.", "专家档案"), ("interest.", "意向"), ("organisation.", "单位"),
        ("account.", "账号"), ("member.", "成员"), ("invitation.", "邀请"), ("integration.", "接口凭证"), ("message.", "停住的消息"),
    ];

    /// <summary>Verbs of the audit trail that can be filtered by.</summary>
    public static IReadOnlyList<(string Verb, string Text)> AuditVerbs { get; } =
    [
        ("organisation.register", "单位注册"), ("organisation.update", "修改单位资料"), ("organisation.approve", "单位审核通过"),
        ("organisation.reject", "单位审核不通过"), ("organisation.suspend", "暂停单位"), ("organisation.reinstate", "解除暂停"), ("organisation.flags", "标注规上、高企"),
        ("account.create", "创建账号"), ("account.confirm-email", "确认邮箱"), ("account.update", "修改个人资料"),
        ("account.password", "修改密码"), ("account.password-reset", "重置密码"), ("account.two-factor-on", "开启两步验证"),
        ("account.two-factor-off", "关闭两步验证"), ("account.export", "导出个人数据"), ("account.erase", "注销账号"),
        ("account.locked-out", "多次输错密码，自动锁定"), ("account.lock", "停用账号"), ("account.unlock", "解除停用"),
        ("member.roles", "调整成员角色"), ("member.deactivate", "停用成员"), ("member.reactivate", "恢复成员"),
        ("invitation.create", "邀请成员"), ("invitation.revoke", "撤回邀请"), ("invitation.accept", "接受邀请"),
        ("integration.create", "创建接口凭证"), ("integration.revoke", "吊销接口凭证"),
    ];

    /// <summary>How useful a suggestion may be, by the band that Search puts it in.</summary>
    public static string Band(string band) => band switch
    {
        "likely" => "可能性较高",
        "possible" => "可能性中等",
        _ => "可能性较低",
    };

    /// <summary>A measured chance; nobody can promise the ends of the scale.</summary>
    public static string Chance(double chance) => chance switch
    {
        > 0.95 => "95% 以上",
        < 0.05 => "不到 5%",
        _ => Percent(chance),
    };

    /// <summary>A share as a whole percentage.</summary>
    public static string Percent(double share) => $"{Hundredths(share)}%";

    /// <summary>A share in hundredths, rounded.</summary>
    public static int Hundredths(double share) => (int)Math.Round(share * 100);

    /// <summary>Services by their names on screens.</summary>
    public static string Service(string service) => service switch
    {
        "identity" => "账号与单位",
        "needs" => "技术需求",
        "achievements" => "科技成果",
        "experts" => "专家",
        "search" => "查找与推荐",
        "cooperation" => "意向与合作",
        "notifications" => "消息与邮件",
        _ => service,
    };
}
