using Matchmaking.Contracts.Experts;
using Matchmaking.Experts.Data;
using Matchmaking.Experts.Domain;
using Matchmaking.Records;

namespace Matchmaking.Experts;

/// <summary>The demo district's experts.</summary>
internal sealed class ExpertsDemoLoader(ExpertsDbContext db, RecordDefinition<Expert, ExpertContent, ExpertStatus> definition)
    : RecordDemoLoader<ExpertsDbContext, Expert, ExpertContent, ExpertStatus>(db, definition)
{
    protected override string File => "experts.json";

    protected override string IdKind => "expert";

    protected override IReadOnlyList<string> PathTo(string state) => state switch
    {
        "draft" => [],
        "unitCheck" => ["submit"],
        "submitted" => ["submit", "recommend"],
        "active" => ["submit", "recommend", "publish"],
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "The demo data names a state without a path"),
    };

    protected override ExpertContent Complete(ExpertContent content) => content;

    protected override Expert NewRecord(
        Guid id, string number, Guid organisation, Guid author, string authorName, ExpertContent content, DateTime created) => new()
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
