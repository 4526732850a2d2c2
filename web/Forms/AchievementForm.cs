namespace Matchmaking.Web.Forms;

/// <summary>Steps of a research result.</summary>
internal static class AchievementForm
{
    public static IReadOnlyList<FormStep> Steps { get; } =
    [
        new("成果", "企业最先看到的就是这一步：能解决什么问题，好在哪里。",
        [
            new("title", "写清对象和作用，不写项目编号。", "多唇接触式密封界面低摩擦结构优化技术", "国家自然科学基金项目成果"),
            new("summary", "解决什么问题、怎么解决、验证到哪一步。这一段对所有人公开。",
                "针对泥水环境下密封唇磨损漏水，用表面织构和多唇结构，台架泥水循环 34 次无渗漏，摩擦力矩降低 35%。", "本成果处于国际领先水平，应用前景广阔。"),
            new("innovation", "与现有做法比，不同在哪里。", "唇口织构由激光加工一次成形，不增加零件数。", "首次提出了全新理论。"),
            new("keywords", "1–8 个，用顿号或空格隔开：对象、现象、工艺、材料。", "密封、低摩擦、表面织构、泥水", "创新、先进、高效"),
        ]),
        new("指标与成熟度", "企业用它判断离生产还有多远。",
        [
            new("indicators", "写数字和测试条件。", "泥水循环 34 次无渗漏（企业台架，GB/T 方法），摩擦力矩较原构型降低 35%", "性能优良"),
            new("trl", "1–9 级。4 级实验室验证，6 级样机演示，8 级定型，9 级批量应用。请按已有证据填。"),
            new("stage"),
            new("application"),
            new("cases", "在哪类企业用过，结果如何；需保密的单位写行业即可。", "在一家轮毂轴承企业小批 300 套，一年无进水索赔。", "已在多家企业应用"),
            new("benefit"),
        ]),
        new("分类与来源", "登记和统计用，请照登记表填写。",
        [
            new("field", "选最接近的高新技术领域。"),
            new("industry", "用得上它的行业，输入名称可筛选。"),
            new("discipline"), new("resultType"), new("form"), new("nature"), new("origin"), new("level"), new("evaluation"), new("evaluatedOn"),
            new("registrationNumber", "成果登记号 12 位，没有可不填。"),
            new("registeredOn"), new("researchFrom"), new("researchUntil"),
        ]),
        new("权属与转化", "权属清楚、方式明确，企业才敢谈。",
        [
            new("ip", "每行一项。已失效的请如实选“已失效”。"),
            new("ipSummary", "列表里显示的一句话。", "发明专利已授权 3 件", "拥有自主知识产权"),
            new("modes", "可多选。与企业的合作方式一致，匹配会更准。"),
            new("transferNote", "怎么合作、需要企业准备什么。"),
            new("priceFromWan", "单位万元；面议就留空。"),
            new("priceToWan"),
            new("wantedPartner", "希望什么样的企业来合作。", "有泥水台架和注塑模具能力的轴承或密封件企业", "有实力的企业"),
            new("coOwners", "其他完成单位，用顿号隔开。转化前须取得同意。"),
            new("authors", "按排名，用顿号隔开。"),
        ]),
        new("公开与联系", "决定谁能看到什么。联系方式只给您接受意向的对方。",
        [
            new("ownerAuthorised", "由联络处代表权利人确认，提交前必须勾选。"),
            new("disclosure", "一般选“摘要公开”：成果被越多企业看到越好。"),
            new("confidential", "签署保密协议后才给对方看。不要写国家秘密。"),
            new("contactName"),
            new("contactPhone", "11 位手机号，或带区号的固定电话。"),
            new("contactEmail"),
            new("noStateSecret", "提交前必须确认。"),
        ]),
    ];
}
