using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Services;

/// <summary>What any page may say of a record, whatever its kind.</summary>
public sealed record RecordHead(
    RecordKind Kind, Guid Id, string Number, string Title, string Status, string? OrganisationName, bool Mine, IReadOnlyList<string> Tags);

/// <summary>Reads records where their kind is not known before.</summary>
public static class RecordHeads
{
    /// <summary>The record, or null where it is not there or not open to the reader.</summary>
    public static Task<RecordHead?> FindHeadAsync(this Api api, Texts l, RecordKind kind, Guid id) => kind switch
    {
        RecordKind.Need => ReadAsync<NeedContent>(api, l, kind, id),
        RecordKind.Achievement => ReadAsync<AchievementContent>(api, l, kind, id),
        _ => ReadAsync<ExpertContent>(api, l, kind, id),
    };

    private static async Task<RecordHead?> ReadAsync<TContent>(Api api, Texts l, RecordKind kind, Guid id) where TContent : class =>
        await api.FindAsync<RecordView<TContent>>(Paths.Segment(kind), id.ToString()) is { } record
            ? new(kind, record.Id, record.Number, l.Title(record.Content), record.Status, record.OrganisationName, record.Mine, [.. l.Tags(record.Content)])
            : null;
}
