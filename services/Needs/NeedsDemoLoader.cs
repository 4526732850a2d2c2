using Matchmaking.Contracts.Needs;
using Matchmaking.Needs.Data;
using Matchmaking.Needs.Domain;
using Matchmaking.Records;

namespace Matchmaking.Needs;

/// <summary>The demo district's needs.</summary>
internal sealed class NeedsDemoLoader(NeedsDbContext db, RecordDefinition<Need, NeedContent, NeedStatus> definition)
    : RecordDemoLoader<NeedsDbContext, Need, NeedContent, NeedStatus>(db, definition)
{
    protected override string File => "needs.json";

    protected override string IdKind => "need";

    protected override IReadOnlyList<string> PathTo(string state) => state switch
    {
        "draft" => [],
        "submitted" => ["submit"],
        "returned" => ["submit", "return"],
        "refining" => ["submit", "refine"],
        "watchList" => ["submit", "watch"],
        "secondDiagnosis" => ["submit", "second-diagnosis"],
        "published" => ["submit", "publish"],
        "inTalks" => ["submit", "publish", "talks"],
        "solved" => ["submit", "publish", "talks", "solve"],
        "withdrawn" => ["submit", "publish", "withdraw"],
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "The demo data names a state without a path"),
    };

    protected override NeedContent Complete(NeedContent content) => content with { NoStateSecret = true };

    protected override Need NewRecord(
        Guid id, string number, Guid organisation, Guid author, string authorName, NeedContent content, DateTime created) => new()
        {
            Id = id,
            Number = number,
            OrganisationId = organisation,
            AuthorId = author,
            AuthorName = authorName,
            Content = content,
            CreatedAt = created,
        };
}
