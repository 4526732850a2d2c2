namespace Matchmaking.Contracts.BlueFire;

/// <summary>
/// What a doctoral candidate (博士生) says in an application to the Blue Fire programme (蓝火计划), as far as a post is matched
/// with it: no name and no contact.
/// </summary>
public sealed record ApplicationContent
{
    [Field("专业", "Discipline", Max = 40, Required = true, Search = 1.2)]
    public string Discipline { get; init; } = "";

    [Field("研究方向", "Research", Max = 1000, Required = true, Search = 1.2)]
    public string Research { get; init; } = "";

    [Field("技能关键词", "Skills", Max = 20, MaxItems = 10, Search = 1.5)]
    public IReadOnlyList<string> Skills { get; init; } = [];

    [Field("论文、专利、项目", "Papers, patents, projects", Max = 200, MaxItems = 10, Search = 0.6)]
    public IReadOnlyList<string> Works { get; init; } = [];

    [Field("技术领域", "High-tech field", Codes = "fields")]
    public string? Field { get; init; }
}

/// <summary>An application changed in a way that the enterprises of its cohort may know of; its author is the candidate's account, for authorisation.</summary>
/// <param name="CohortId">The cohort (批次) in which it is matched.</param>
public sealed record ApplicationChanged(
    Guid Id, long Version, DateTime OccurredAt, Guid CohortId, RecordSnapshot<ApplicationContent> Application) : IFact;
