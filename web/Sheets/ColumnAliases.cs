namespace Matchmaking.Web.Sheets;

/// <summary>What people call a column besides the form's own words.</summary>
internal static class ColumnAliases
{
    private static readonly IReadOnlyDictionary<string, string[]> Names = new Dictionary<string, string[]>()
    {
        ["title"] = ["名称", "标题", "题目", "需求标题", "技术需求", "技术需求名称", "成果标题", "科技成果", "科技成果名称", "项目名称"],
        ["problem"] = ["问题", "问题描述", "需求描述", "需求内容", "技术难题"],
        ["summary"] = ["成果简介", "成果介绍", "项目简介", "摘要"],
        ["innovation"] = ["创新点"],
        ["keywords"] = ["关键字", "主题词"],
        ["field"] = ["领域", "所属领域", "所属技术领域"],
        ["industry"] = ["行业", "所属行业"],
        ["trl"] = ["成熟度", "TRL", "技术成熟度", "成熟度等级"],
        ["minTrl"] = ["成熟度", "TRL", "要求成熟度", "成熟度要求"],
        ["modes"] = ["转化方式", "合作方式", "拟合作方式"],
        ["indicators"] = ["指标", "技术指标", "主要指标"],
        ["ipSummary"] = ["知识产权情况"],
        ["budgetWan"] = ["预算", "资金", "项目预算", "预算金额"],
        ["priceFromWan"] = ["报价", "价格"],
        ["until"] = ["截止日期", "截止时间"],
        ["disclosure"] = ["公开级别"],
        ["authors"] = ["主要完成人", "发明人"],
        ["registrationNumber"] = ["成果登记号"],
        ["contactName"] = ["姓名", "联系人姓名"],
        ["contactPhone"] = ["电话", "联系电话", "手机", "手机号", "手机号码", "联系手机", "电话号码"],
        ["contactEmail"] = ["邮箱", "电子邮箱", "Email", "E-mail"],
    };

    public static IReadOnlyList<string> Of(string field) => Names.GetValueOrDefault(field, []);
}
