using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Components.Pages.Work;

/// <summary>One line of a workbench: what it is about and the one thing to do.</summary>
/// <param name="Due">UTC; null where no clock runs.</param>
public sealed record WorkTask(string Title, string? Sub, DateTime? Due, string Link, string Action);

/// <summary>What the workbench knows of one kind of record of the reader's organisation.</summary>
/// <param name="Counts">By status.</param>
/// <param name="Rows">The newest ones.</param>
public sealed record OwnRecords(RecordKind Kind, RecordCounts Counts, Page<RecordRow> Rows)
{
    public int Total => Counts.ByStatus.Values.Sum();
}
