using Matchmaking.Achievements.Data;
using Matchmaking.Achievements.Domain;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Records;

namespace Matchmaking.Achievements;

/// <summary>The demo district's achievements.</summary>
internal sealed class AchievementsDemoLoader(AchievementsDbContext db, RecordDefinition<Achievement, AchievementContent, AchievementStatus> definition)
    : RecordDemoLoader<AchievementsDbContext, Achievement, AchievementContent, AchievementStatus>(db, definition)
{
    protected override string File => "achievements.json";

    protected override string IdKind => "achievement";

    protected override IReadOnlyList<string> PathTo(string state) => state switch
    {
        "draft" => [],
        "submitted" => ["submit"],
        "returned" => ["submit", "return"],
        "published" => ["submit", "publish"],
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "The demo data names a state without a path"),
    };

    protected override AchievementContent Complete(AchievementContent content) => content with { NoStateSecret = true };

    protected override Achievement NewRecord(
        Guid id, string number, Guid organisation, Guid author, string authorName, AchievementContent content, DateTime created) => new()
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
