namespace Matchmaking.Contracts.Experts;

/// <summary>The profile of an expert (专家). Personal data beyond what matching needs stands at L2 or above.</summary>
public sealed record ExpertContent
{
    [Field("姓名", "Name", Tier = Disclosure.L1, Max = 30, Required = true)]
    public string Name { get; init; } = "";

    [Field("职称", "Academic title", Tier = Disclosure.L0, Max = 30, Required = true)]
    public string Title { get; init; } = "";

    [Field("职务", "Position", Tier = Disclosure.L1, Max = 40)]
    public string Position { get; init; } = "";

    [Field("院系", "Department", Tier = Disclosure.L1, Max = 40)]
    public string Department { get; init; } = "";

    [Field("学历学位", "Degree", Tier = Disclosure.L1, Codes = "degrees")]
    public string? Degree { get; init; }

    [Field("性别", "Sex", Tier = Disclosure.Owner, Codes = "sexes")]
    public string? Sex { get; init; }

    [Field("出生年份", "Year of birth", Tier = Disclosure.Owner, Min = 1930, Max = 2010)]
    public int? BirthYear { get; init; }

    [Field("学科", "Discipline", Tier = Disclosure.L0, Required = true, Max = 40, Search = 1.2)]
    public string Discipline { get; init; } = "";

    [Field("技术领域", "High-tech field", Tier = Disclosure.L0, Codes = "fields")]
    public string? Field { get; init; }

    [Field("研究方向与业绩", "Research and record", Tier = Disclosure.L0, Required = true, Max = 1000, Search = 1.2)]
    public string Profile { get; init; } = "";

    [Field("擅长解决的问题", "Problems solved best", Tier = Disclosure.L0, Max = 500, Search = 1.2)]
    public string Strengths { get; init; } = "";

    [Field("关键词", "Keywords", Tier = Disclosure.L0, Required = true, Max = 20, Min = 1, MaxItems = 10, Search = 1.5)]
    public IReadOnlyList<string> Keywords { get; init; } = [];

    [Field("可用仪器平台", "Instruments and platforms", Tier = Disclosure.L1, Max = 300, Search = 0.6)]
    public string Instruments { get; init; } = "";

    [Field("语言", "Languages", Tier = Disclosure.L1, Max = 40)]
    public string Languages { get; init; } = "";

    [Field("代表性成果", "Representative work", Tier = Disclosure.L0, Max = 200, MaxItems = 10, Search = 0.6)]
    public IReadOnlyList<string> Works { get; init; } = [];

    [Field("服务过的企业", "Enterprises served", Tier = Disclosure.L1, Max = 200, MaxItems = 10)]
    public IReadOnlyList<string> Served { get; init; } = [];

    [Field("专家类别", "Category", Tier = Disclosure.L0, Codes = "expertKinds")]
    public string? Category { get; init; }

    [Field("可服务方式", "Services offered", Tier = Disclosure.L0, Min = 1, Codes = "services", MaxItems = 6, Required = true)]
    public IReadOnlyList<string> Services { get; init; } = [];

    [Field("每年可服务人天", "Days a year", Tier = Disclosure.L1, Min = 0, Max = 200)]
    public int? DaysPerYear { get; init; }

    [Field("可来时段", "When available", Tier = Disclosure.L1, Max = 100)]
    public string Availability { get; init; } = "";

    [Field("出发城市", "Travels from", Tier = Disclosure.L1, Max = 30)]
    public string City { get; init; } = "";

    [Field("费用标准", "Fee", Tier = Disclosure.L2, Max = 100)]
    public string Fee { get; init; } = "";

    [Field("回避单位", "Conflicts of interest", Tier = Disclosure.Owner, Max = 60, MaxItems = 20)]
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    [Field("公开范围", "Disclosure level", Tier = Disclosure.Owner)]
    public Disclosure Disclosure { get; init; } = Disclosure.L0;

    [Field("同意按用途使用个人信息", "Consent to the use of personal data", Tier = Disclosure.Owner, Required = true)]
    public bool Consent { get; init; }

    [Field("手机", "Mobile", Tier = Disclosure.L2, Required = true, Max = 20)]
    public string Phone { get; init; } = "";

    [Field("邮箱", "E-mail", Tier = Disclosure.L2, Max = 100)]
    public string Email { get; init; } = "";

    [Field("微信", "WeChat", Tier = Disclosure.L2, Max = 40)]
    public string WeChat { get; init; } = "";
}

/// <summary>Where an expert stands: unit check and recommendation first, then the bureau's admission.</summary>
public enum ExpertStatus
{
    Draft, UnitCheck, Submitted, Returned, Active, Dormant, Suspended, Removed, Rejected,
}

/// <summary>An expert's profile changed in a way that others may know of.</summary>
public sealed record ExpertChanged(Guid Id, long Version, DateTime OccurredAt, RecordSnapshot<ExpertContent> Expert) : IFact;
