namespace Matchmaking.Contracts.BlueFire;

/// <summary>What an enterprise wants of a doctoral candidate (博士岗位) of the Blue Fire programme (蓝火计划).</summary>
public sealed record PostContent
{
    [Field("岗位名称", "Title", Max = 60, Required = true, Search = 2.0)]
    public string Title { get; init; } = "";

    [Field("任务描述", "Task", Max = 1000, Required = true, Search = 1.2)]
    public string Task { get; init; } = "";

    [Field("交付物", "Deliverables", Max = 500, Search = 0.8)]
    public string Deliverables { get; init; } = "";

    [Field("专业要求", "Disciplines wanted", Max = 200, Search = 1.2)]
    public string Disciplines { get; init; } = "";

    [Field("技能要求", "Skills wanted", Max = 300, Search = 1.2)]
    public string Skills { get; init; } = "";

    [Field("关键词", "Keywords", Max = 20, MaxItems = 5, Search = 1.5)]
    public IReadOnlyList<string> Keywords { get; init; } = [];

    [Field("技术领域", "High-tech field", Codes = "fields")]
    public string? Field { get; init; }
}

/// <summary>A post changed in a way that the candidates of its cohort may know of.</summary>
/// <param name="CohortId">The cohort (批次) in which it is matched.</param>
public sealed record PostChanged(Guid Id, long Version, DateTime OccurredAt, Guid CohortId, RecordSnapshot<PostContent> Post) : IFact;
