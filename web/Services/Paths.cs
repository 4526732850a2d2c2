using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Services;

/// <summary>Addresses of pages, and which service owns a kind of record.</summary>
public static class Paths
{
    /// <summary>needs, achievements or experts: the service's name and the pages' path segment alike.</summary>
    public static string Segment(RecordKind kind) => kind switch
    {
        RecordKind.Need => ServiceNames.Needs,
        RecordKind.Achievement => ServiceNames.Achievements,
        _ => ServiceNames.Experts,
    };

    /// <summary>The kind of a path segment, or null.</summary>
    public static RecordKind? KindOf(string? segment) => segment switch
    {
        ServiceNames.Needs => RecordKind.Need,
        ServiceNames.Achievements => RecordKind.Achievement,
        ServiceNames.Experts => RecordKind.Expert,
        _ => null,
    };

    /// <summary>The public page of a record.</summary>
    public static string Record(RecordKind kind, Guid id) => $"/{Segment(kind)}/{id}";

    /// <summary>The owner's page of a record.</summary>
    public static string Work(RecordKind kind, Guid id) => $"/work/{Segment(kind)}/{id}";
}
