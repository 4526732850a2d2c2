using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Features;

/// <summary>Whose a record is, as the services that keep records see it.</summary>
internal static class OwnRecords
{
    /// <summary>
    /// Whether the reader belongs to the record's owner. Members of an organisation share its records; a profile is its
    /// author's own, and the liaison office sees those of its unit.
    /// </summary>
    public static bool Owns(this Actor reader, SearchDocument document) =>
        reader.BelongsTo(document.OrganisationId)
        && Readership.Reads(document.Kind == RecordKind.Expert, reader.AccountId == document.AuthorId, reader.Roles);
}
