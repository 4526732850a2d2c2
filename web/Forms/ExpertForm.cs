namespace Matchmaking.Web.Forms;

/// <summary>Steps of an expert's profile.</summary>
internal static class ExpertForm
{
    public static IReadOnlyList<FormStep> Steps { get; } =
    [
        new("专长", "企业用它判断您能不能帮上忙。",
        [
            new("name", "已认证单位可见；对公众只显示职称和学科。"),
            new("title", "例如：教授、研究员、高级工程师。"),
            new("profile", "做过什么、做成了什么，写与企业有关的。这一段对所有人公开，请不要写姓名和联系方式。",
                "长期从事旋转密封与润滑研究，主持企业委托项目 12 项，3 项已批量应用。", "在国内外享有较高声誉。"),
            new("strengths", "用企业的话写，一行一个问题。", "密封漏油漏水、摩擦力矩超标、唇口早期磨损", "机械领域的各类问题"),
            new("keywords", "1–10 个，用顿号或空格隔开：对象、现象、方法。", "密封、润滑、摩擦磨损、台架试验", "机械、工程"),
        ]),
        new("单位与学科", "供单位核对和科技局入库。",
        [
            new("department"), new("position"), new("degree"),
            new("discipline", "例如：机械设计及理论。"),
            new("field", "选最接近的高新技术领域。"),
            new("category"),
            new("sex", "仅供统计。"),
            new("birthYear", "仅供统计。"),
            new("languages"),
        ]),
        new("业绩", "写最有说服力的几项，不求多。",
        [
            new("works", "论文、专利、项目、标准或奖励，一行一项，最多 10 项。", "一种低摩擦多唇密封结构，发明专利，2023 年授权", "发表论文 100 余篇"),
            new("served", "一行一家：企业、做了什么、结果如何。需保密的写行业。"),
            new("instruments", "企业可以来用的仪器和试验台。"),
        ]),
        new("服务", "写得越具体，约得越快。",
        [
            new("services", "可多选。"),
            new("daysPerYear", "每年能用于企业服务的天数，系统按此控制邀请数量。"),
            new("availability", "例如：每周五下午，寒暑假。"),
            new("city"),
            new("fee", "只给您接受意向的对方看。", "巡诊免费，顾问每天 2000 元", "面议"),
            new("conflicts", "任职、持股或有竞争关系的单位，用顿号隔开，写全称或简称。它们看不到您的档案；匿名需求照常推荐，但发给这些单位的意向不会送达，对方匿名时系统也不会说明。"),
        ]),
        new("公开与联系", "决定谁能看到什么。联系方式只给您接受意向的对方。",
        [
            new("disclosure", "一般选“摘要公开”：公众看到职称、学科和专长，看不到姓名。"),
            new("phone", "11 位手机号，或带区号的固定电话。"),
            new("email"), new("weChat"),
            new("consent", "仅用于对接、巡诊邀请和统计，可随时撤回。提交前必须勾选。"),
        ]),
    ];
}
