using Matchmaking.Contracts.Records;

namespace Matchmaking.Contracts.Search;

/// <summary>What is watched: a saved search, or suitable partners for an own record.</summary>
public enum WatchSubject { Search, Record }

/// <summary>Starts a watch. A search has a query or at least one filter; a record is one of the own organisation.</summary>
/// <param name="RecordId">The own record, for <see cref="WatchSubject.Record"/>.</param>
/// <param name="Name">What to call it; made from its content where empty.</param>
/// <param name="Query">Words looked for.</param>
/// <param name="Kind">Kind of the records looked for.</param>
/// <param name="Field">Code of <c>fields</c>.</param>
/// <param name="Mode">Code of <c>modes</c> or <c>services</c>.</param>
public sealed record StartWatch(
    WatchSubject Subject, Guid? RecordId, string? Name, string? Query, RecordKind? Kind, string? Field, string? Mode, int? MinTrl);

/// <summary>Stops a watch's messages for now, or starts them again.</summary>
public sealed record PauseWatch(bool Paused);

/// <summary>One of the own watches.</summary>
/// <param name="RecordKind">Kind of the own record that is watched.</param>
/// <param name="Matches">How often something suitable appeared.</param>
public sealed record WatchView(
    Guid Id, WatchSubject Subject, string Name, RecordKind? RecordKind, Guid? RecordId, string? Query, RecordKind? Kind, string? Field, string? Mode,
    int? MinTrl, bool Paused, DateTime CreatedAt, int Matches, DateTime? MatchedAt);

/// <summary>What an unsubscribe link did.</summary>
/// <param name="Name">The watch; null where the link was about all of them.</param>
/// <param name="Paused">Now paused, or started again.</param>
public sealed record Unsubscribed(string? Name, bool Paused);

/// <summary>Something suitable appeared for what a member watches.</summary>
/// <param name="Id">The message's own: it is told once.</param>
public sealed record WatchMatched(Guid Id, long Version, DateTime OccurredAt, WatchMatchSnapshot Match) : IFact;

/// <summary>What is told, cut to tier L1.</summary>
/// <param name="Digest">A week's collection; otherwise one match, told at once.</param>
/// <param name="More">Matches of the week that are not named.</param>
/// <param name="Unsubscribe">Signed token that pauses the watch, or all of the member's for a digest.</param>
public sealed record WatchMatchSnapshot(Guid AccountId, bool Digest, IReadOnlyList<WatchMatch> Matches, int More, string Unsubscribe);

/// <summary>A record that suits a watch.</summary>
/// <param name="Chance">Measured chance that it is useful, 0 to 1, for a watched record; null for a saved search.</param>
/// <param name="Words">Words that match.</param>
/// <param name="Passage">A passage of the record in which they stand.</param>
public sealed record WatchMatch(
    Guid WatchId, string WatchName, RecordKind Kind, Guid RecordId, string Number, string Title, double? Chance, IReadOnlyList<string> Words,
    string? Passage);
