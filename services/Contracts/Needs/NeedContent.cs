namespace Matchmaking.Contracts.Needs;

/// <summary>The form of an enterprise's technical need (企业技术需求), after the national collection form.</summary>
public sealed record NeedContent
{
    [Field("需求名称", "Title", Tier = Disclosure.L0, Max = 60, Required = true, Search = 2.0)]
    public string Title { get; init; } = "";

    [Field("主要问题", "Problem", Max = 500, Required = true, Search = 1.2)]
    public string Problem { get; init; } = "";

    [Field("技术关键", "Key technique", Max = 500, Search = 1.2)]
    public string KeyTechnique { get; init; } = "";

    [Field("预期目标", "Expected result", Max = 500, Search = 0.8)]
    public string ExpectedResult { get; init; } = "";

    [Field("量化指标", "Indicators", MaxItems = 12, Search = 0.6)]
    public IReadOnlyList<NeedIndicator> Indicators { get; init; } = [];

    [Field("现有基础条件", "Existing conditions", Tier = Disclosure.L2, Max = 500)]
    public string Foundation { get; init; } = "";

    [Field("已尝试方案与失败原因", "What was tried and why it failed", Max = 500, Search = 0.4)]
    public string Attempts { get; init; } = "";

    [Field("关键词", "Keywords", Tier = Disclosure.L0, Max = 20, MaxItems = 5, Min = 1, Required = true, Search = 1.5)]
    public IReadOnlyList<string> Keywords { get; init; } = [];

    [Field("技术领域", "High-tech field", Tier = Disclosure.L0, Required = true, Codes = "fields")]
    public string? Field { get; init; }

    [Field("应用行业", "Industry", Tier = Disclosure.L1, Required = true, Codes = "industries")]
    public string? Industry { get; init; }

    [Field("科技活动类型", "Type of activity", Codes = "activities")]
    public string? Activity { get; init; }

    [Field("学科分类", "Discipline", Codes = "disciplines")]
    public string? Discipline { get; init; }

    [Field("需求开始", "Needed from")]
    public DateOnly? From { get; init; }

    [Field("需求截止", "Needed until")]
    public DateOnly? Until { get; init; }

    [Field("信息来源", "Source", Tier = Disclosure.Owner, Codes = "sources")]
    public string? Source { get; init; }

    [Field("资金总额（万元）", "Budget (10,000 yuan)", Tier = Disclosure.L1, Max = 100_000)]
    public double? BudgetWan { get; init; }

    [Field("预算已批", "Budget approved", Tier = Disclosure.L2)]
    public bool? BudgetApproved { get; init; }

    [Field("付款方式", "Terms of payment", Tier = Disclosure.L2, Max = 200)]
    public string Payment { get; init; } = "";

    [Field("解决方式", "Way to solve it", Codes = "solutions", MaxItems = 8)]
    public IReadOnlyList<string> Solutions { get; init; } = [];

    [Field("合作方式", "Cooperation modes", Required = true, Min = 1, Codes = "modes", MaxItems = 8)]
    public IReadOnlyList<string> Modes { get; init; } = [];

    [Field("合作意向单位", "Preferred partners", Tier = Disclosure.Owner, Max = 200)]
    public string PreferredPartners { get; init; } = "";

    [Field("期望人员类型", "Wanted people", Codes = "people", MaxItems = 5)]
    public IReadOnlyList<string> People { get; init; } = [];

    [Field("最低成熟度", "Lowest TRL", Min = 1, Max = 9)]
    public int? MinTrl { get; init; }

    [Field("知识产权归属意向", "Ownership of IP", Codes = "ipOwnership")]
    public string? IpOwnership { get; init; }

    [Field("公开范围", "Disclosure level", Tier = Disclosure.Owner)]
    public Disclosure Disclosure { get; init; } = Disclosure.L1;

    [Field("向已认证单位显示企业名称", "Show the enterprise's name to verified members", Tier = Disclosure.Owner)]
    public bool Named { get; init; }

    [Field("竞争对手回避名单", "Competitors to keep out", Tier = Disclosure.Owner, Max = 60, MaxItems = 20)]
    public IReadOnlyList<string> Competitors { get; init; } = [];

    [Field("确认不含国家秘密", "Holds no state secret", Tier = Disclosure.Owner, Required = true)]
    public bool NoStateSecret { get; init; }

    [Field("揭榜挂帅", "Open bid", Tier = Disclosure.L0)]
    public bool OpenBid { get; init; }

    [Field("过程数据与图纸说明", "Process data and drawings", Tier = Disclosure.L3, Max = 1000)]
    public string ProcessData { get; init; } = "";

    [Field("决策人", "Decision maker", Tier = Disclosure.L2, Max = 30)]
    public string DecisionMaker { get; init; } = "";

    [Field("技术负责人", "Technical lead", Tier = Disclosure.L2, Max = 30)]
    public string TechnicalLead { get; init; } = "";

    [Field("联系人", "Contact", Tier = Disclosure.L2, Required = true, Max = 30)]
    public string ContactName { get; init; } = "";

    [Field("联系手机", "Mobile", Tier = Disclosure.L2, Required = true, Max = 20)]
    public string ContactPhone { get; init; } = "";

    [Field("联系邮箱", "E-mail", Tier = Disclosure.L2, Max = 100)]
    public string ContactEmail { get; init; } = "";
}

/// <summary>One measurable requirement.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Current">Value today, free text with figures.</param>
/// <param name="Target">Value to reach.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="TestMethod">How it is tested.</param>
/// <param name="Mandatory">A solution that misses it is of no use.</param>
public sealed record NeedIndicator(string Name, string Current, string Target, string Unit, string TestMethod, bool Mandatory)
{
    public string Name { get; init; } = Name ?? "";

    public string Current { get; init; } = Current ?? "";

    public string Target { get; init; } = Target ?? "";

    public string Unit { get; init; } = Unit ?? "";

    public string TestMethod { get; init; } = TestMethod ?? "";
}

/// <summary>Where a need stands in its life.</summary>
public enum NeedStatus
{
    Draft, Submitted, Returned, Refining, Published, SecondDiagnosis, WatchList, Rejected, Merged,
    InTalks, Agreement, Solved, PartlySolved, Failed, Withdrawn, Expired,
}

/// <summary>A need changed in a way that others may know of; see <see cref="RecordSnapshot{TContent}"/> for what is left out.</summary>
public sealed record NeedChanged(Guid Id, long Version, DateTime OccurredAt, RecordSnapshot<NeedContent> Need) : IFact;
