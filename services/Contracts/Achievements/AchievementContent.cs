namespace Matchmaking.Contracts.Achievements;

/// <summary>The form of a research result (科技成果), after the national registration form and the transfer sheet.</summary>
public sealed record AchievementContent
{
    [Field("成果名称", "Title", Tier = Disclosure.L0, Max = 80, Required = true, Search = 2.0)]
    public string Title { get; init; } = "";

    [Field("简介", "Summary", Tier = Disclosure.L0, Max = 1000, Required = true, Search = 1.2)]
    public string Summary { get; init; } = "";

    [Field("主要创新点", "Main innovation", Tier = Disclosure.L1, Max = 500, Search = 1.0)]
    public string Innovation { get; init; } = "";

    [Field("主要技术经济指标", "Technical and economic indicators", Tier = Disclosure.L1, Max = 500, Search = 1.0)]
    public string Indicators { get; init; } = "";

    [Field("关键词", "Keywords", Tier = Disclosure.L0, Max = 20, Min = 1, MaxItems = 8, Required = true, Search = 1.5)]
    public IReadOnlyList<string> Keywords { get; init; } = [];

    [Field("技术领域", "High-tech field", Tier = Disclosure.L0, Required = true, Codes = "fields")]
    public string? Field { get; init; }

    [Field("应用行业", "Industry", Tier = Disclosure.L0, Codes = "industries")]
    public string? Industry { get; init; }

    [Field("学科分类", "Discipline", Tier = Disclosure.L0, Codes = "disciplines")]
    public string? Discipline { get; init; }

    [Field("成熟度（TRL）", "TRL", Tier = Disclosure.L0, Min = 1, Max = 9, Required = true)]
    public int? Trl { get; init; }

    [Field("所处阶段", "Stage", Tier = Disclosure.L0, Codes = "stages")]
    public string? Stage { get; init; }

    [Field("课题来源", "Origin of the project", Tier = Disclosure.L1, Codes = "origins")]
    public string? Origin { get; init; }

    [Field("成果类型", "Type of result", Tier = Disclosure.L0, Codes = "resultTypes")]
    public string? ResultType { get; init; }

    [Field("体现形式", "Form", Tier = Disclosure.L0, Codes = "forms")]
    public string? Form { get; init; }

    [Field("成果属性", "Nature", Tier = Disclosure.L1, Codes = "natures")]
    public string? Nature { get; init; }

    [Field("成果水平", "Level", Tier = Disclosure.L0, Codes = "levels")]
    public string? Level { get; init; }

    [Field("评价方式", "Evaluated by", Tier = Disclosure.L1, Codes = "evaluations")]
    public string? Evaluation { get; init; }

    [Field("评价日期", "Evaluated on", Tier = Disclosure.L1)]
    public DateOnly? EvaluatedOn { get; init; }

    [Field("登记号", "Registration number", Tier = Disclosure.L1, Max = 12)]
    public string RegistrationNumber { get; init; } = "";

    [Field("登记日期", "Registered on", Tier = Disclosure.L1)]
    public DateOnly? RegisteredOn { get; init; }

    [Field("研究开始", "Research from", Tier = Disclosure.L1)]
    public DateOnly? ResearchFrom { get; init; }

    [Field("研究结束", "Research until", Tier = Disclosure.L1)]
    public DateOnly? ResearchUntil { get; init; }

    [Field("知识产权", "Intellectual property", Tier = Disclosure.L0, MaxItems = 20)]
    public IReadOnlyList<IpItem> Ip { get; init; } = [];

    [Field("知识产权概述", "IP in one line", Tier = Disclosure.L0, Max = 60)]
    public string IpSummary { get; init; } = "";

    [Field("应用状态", "State of application", Tier = Disclosure.L0, Codes = "applications")]
    public string? Application { get; init; }

    [Field("应用案例", "Cases", Tier = Disclosure.L1, Max = 500, Search = 0.6)]
    public string Cases { get; init; } = "";

    [Field("经济社会效益", "Benefit", Tier = Disclosure.L1, Max = 500)]
    public string Benefit { get; init; } = "";

    [Field("拟转化方式", "Transfer modes", Tier = Disclosure.L0, Min = 1, Codes = "modes", MaxItems = 8, Required = true)]
    public IReadOnlyList<string> Modes { get; init; } = [];

    [Field("转化说明", "Remarks on transfer", Tier = Disclosure.L1, Max = 500)]
    public string TransferNote { get; init; } = "";

    [Field("最低报价（万元）", "Price from (10,000 yuan)", Tier = Disclosure.L1, Max = 100_000)]
    public double? PriceFromWan { get; init; }

    [Field("最高报价（万元）", "Price to (10,000 yuan)", Tier = Disclosure.L1, Max = 100_000)]
    public double? PriceToWan { get; init; }

    [Field("期望合作方条件", "Wanted partner", Tier = Disclosure.L1, Max = 300)]
    public string WantedPartner { get; init; } = "";

    [Field("合作完成单位", "Co-owners", Tier = Disclosure.L1, Max = 60, MaxItems = 10)]
    public IReadOnlyList<string> CoOwners { get; init; } = [];

    [Field("完成人", "Authors", Tier = Disclosure.L2, Max = 30, MaxItems = 20)]
    public IReadOnlyList<string> Authors { get; init; } = [];

    [Field("权利人已授权发布", "Owner has authorised publication", Tier = Disclosure.Owner, Required = true)]
    public bool OwnerAuthorised { get; init; }

    [Field("确认不含国家秘密", "Holds no state secret", Tier = Disclosure.Owner, Required = true)]
    public bool NoStateSecret { get; init; }

    [Field("公开范围", "Disclosure level", Tier = Disclosure.Owner)]
    public Disclosure Disclosure { get; init; } = Disclosure.L0;

    [Field("未公开技术资料说明", "Unpublished material", Tier = Disclosure.L3, Max = 1000)]
    public string Confidential { get; init; } = "";

    [Field("联系人", "Contact", Tier = Disclosure.L2, Required = true, Max = 30)]
    public string ContactName { get; init; } = "";

    [Field("联系电话", "Phone", Tier = Disclosure.L2, Required = true, Max = 20)]
    public string ContactPhone { get; init; } = "";

    [Field("联系邮箱", "E-mail", Tier = Disclosure.L2, Max = 100)]
    public string ContactEmail { get; init; } = "";
}

/// <summary>One right.</summary>
/// <param name="Kind">Code of list <c>ipKinds</c>.</param>
/// <param name="Number">Application or grant number.</param>
/// <param name="Status">Code of list <c>ipStates</c>.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="Expires">When protection ends.</param>
/// <param name="Encumbered">Pledged, licensed exclusively or in dispute.</param>
public sealed record IpItem(string Kind, string Number, string Status, string Owner, DateOnly? Expires, bool Encumbered)
{
    public string Kind { get; init; } = Kind ?? "";

    public string Number { get; init; } = Number ?? "";

    public string Status { get; init; } = Status ?? "";

    public string Owner { get; init; } = Owner ?? "";
}

/// <summary>Where an achievement stands in its life.</summary>
public enum AchievementStatus
{
    Draft, Submitted, Returned, Published, InTalks, Licensed, Transferred, CoDeveloped,
    Rejected, Merged, Withdrawn, IpLapsed, Expired,
}

/// <summary>An achievement changed in a way that others may know of.</summary>
public sealed record AchievementChanged(Guid Id, long Version, DateTime OccurredAt, RecordSnapshot<AchievementContent> Achievement) : IFact;
