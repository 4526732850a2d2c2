using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Web.Services;

namespace Matchmaking.Web.Components.Pages.Office;

/// <summary>A record under review, whichever its kind.</summary>
/// <param name="Content">The form, one of the three content records.</param>
public sealed record ReviewModel(RecordKind Kind, RecordView<JsonElement> Record, object Content, IReadOnlyList<FieldChange> Changes, IReadOnlyList<ReviewWarning> Warnings)
{
    /// <summary>The title, or an expert's name.</summary>
    public string Title => Content switch
    {
        NeedContent need => need.Title,
        AchievementContent achievement => achievement.Title,
        ExpertContent expert => expert.Name,
        _ => Record.Number,
    };

    public static async Task<ReviewModel> ReadAsync(Api api, RecordKind kind, Guid id)
    {
        var review = await api.GetAsync<ReviewView<JsonElement>>(Paths.Segment(kind), $"{id}/review");
        var type = kind switch
        {
            RecordKind.Need => typeof(NeedContent),
            RecordKind.Achievement => typeof(AchievementContent),
            _ => typeof(ExpertContent),
        };
        return new(kind, review.Record, review.Record.Content.Deserialize(type, JsonDefaults.Options)!, review.Changes, review.Warnings);
    }
}
