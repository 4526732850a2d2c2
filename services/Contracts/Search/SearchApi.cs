using Matchmaking.Contracts.Records;

namespace Matchmaking.Contracts.Search;

/// <summary>A text with the places that matched.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="Marks">Matched places, in order, not overlapping.</param>
public sealed record MarkedText(string Text, IReadOnlyList<Mark> Marks)
{
    /// <summary>Text in which nothing is marked.</summary>
    public static MarkedText Plain(string text) => new(text, []);
}

/// <summary>A stretch of UTF-16 code units.</summary>
public sealed record Mark(int Start, int Length);

/// <summary>One result of a full-text search.</summary>
public sealed record SearchHit(
    RecordKind Kind, Guid Id, string Number, MarkedText Title, MarkedText? Passage, string? OrganisationName,
    string? Field, string? Industry, int? Trl, double? BudgetWan, IReadOnlyList<string> Modes, IReadOnlyList<string> Keywords,
    string? IpSummary, string Status, DateTime? PublishedAt);

/// <summary>How many hits have a value; the value is a code.</summary>
public sealed record FacetValue(string Value, int Count);

/// <summary>A page of hits with facets.</summary>
/// <param name="Facets">Facet name (kind, field, mode, trl) to its values, most frequent first.</param>
/// <param name="DidYouMean">A spelling that would find more, or null.</param>
/// <param name="Related">The search in words of the other side, workshop or university, where those find something; first page only.</param>
public sealed record SearchResult(
    Page<SearchHit> Hits, IReadOnlyDictionary<string, IReadOnlyList<FacetValue>> Facets, string? DidYouMean, IReadOnlyList<RelatedTerm> Related);

/// <summary>Another word for the same thing.</summary>
/// <param name="Query">The whole search with it.</param>
public sealed record RelatedTerm(string Term, string Query);

/// <summary>A ranked partner with its reasons.</summary>
/// <param name="Score">Measured chance that it is useful, 0 to 1.</param>
/// <param name="Band">likely, possible or unlikely.</param>
/// <param name="Passages">Quoted passages of both sides with the words they share.</param>
/// <param name="Requirements">Which hard requirements hold.</param>
/// <param name="Missing">What would be needed for a fit, in words.</param>
/// <param name="Contributions">Share of each field of the partner's record in the words that match.</param>
/// <param name="Signals">Share of each kind of evidence in what speaks for the partner.</param>
/// <param name="Promoted">Why it has a place among the first ten that its score alone would not give; null for all others.</param>
/// <param name="Saved">The owner has saved it.</param>
public sealed record Suggestion(
    int Rank, RecordKind Kind, Guid Id, string Number, string Title, string? OrganisationName, double Score, string Band,
    string? Field, int? Trl, double? BudgetWan, string? IpSummary, IReadOnlyList<string> Modes, IReadOnlyList<string> Keywords,
    IReadOnlyList<PassagePair> Passages, IReadOnlyList<Requirement> Requirements, IReadOnlyList<string> Missing,
    IReadOnlyList<FieldContribution> Contributions, IReadOnlyList<FieldContribution> Signals, Promotion? Promoted = null, bool Saved = false);

/// <summary>A place given for fair exposure.</summary>
/// <param name="Reason">newcomer or small.</param>
/// <param name="From">The place by score alone.</param>
/// <param name="Displaced">Whose place it is by score.</param>
/// <param name="Distance">By how much that one scores higher, in deviations of the lexical score.</param>
public sealed record Promotion(string Reason, int From, Guid Displaced, double Distance);

/// <summary>Why a record is proposed where it is, or is not.</summary>
/// <param name="Code">shown (among the first ten), later, weak, conflict, own, kind, hidden or new.</param>
/// <param name="Rank">Its place among all candidates from 1, where it was ranked.</param>
/// <param name="Chance">Measured chance that it is useful, 0 to 1.</param>
/// <param name="Text">The reason in the reader's language.</param>
/// <param name="Differences">What sets it apart from the last of the first ten, where it is not among them.</param>
public sealed record WhyNotAnswer(string Code, int? Rank, double? Chance, string Text, IReadOnlyList<SignalDifference> Differences);

/// <summary>One kind of evidence compared.</summary>
/// <param name="Difference">In deviations of the lexical score; negative where it speaks against the record asked about.</param>
public sealed record SignalDifference(string Code, string Label, double Difference);

/// <summary>Two passages that say the same thing.</summary>
public sealed record PassagePair(MarkedText Yours, MarkedText Theirs);

/// <summary>How much one field of the partner's record gave to the score.</summary>
/// <param name="Field">Property name of the field.</param>
/// <param name="Share">Share of the whole score, 0 to 1.</param>
public sealed record FieldContribution(string Field, string Label, double Share);

/// <summary>Whether a hard requirement holds.</summary>
public enum RequirementState { Met, Unmet, Unknown }

/// <summary>A hard requirement and its state.</summary>
/// <param name="Code">trl, mode, field, budget or conflict.</param>
/// <param name="Text">In the reader's language, with the values compared.</param>
public sealed record Requirement(string Code, RequirementState State, string Text);

/// <summary>State of the index.</summary>
/// <param name="Documents">Live documents by kind.</param>
/// <param name="Rebuilding">A rebuild runs beside the live index.</param>
/// <param name="LastError">Why the last rebuild failed, or what is wrong with the engine now.</param>
/// <param name="Available">Searches are answered.</param>
/// <param name="Behind">Changes that the index still lacks because the engine was away; it makes up for them by itself.</param>
/// <param name="Embedding">The semantic signal; null where the operator has put no model in place.</param>
public sealed record IndexState(
    string Engine, IReadOnlyDictionary<string, int> Documents, bool Rebuilding, DateTime? RebuiltAt, string? LastError,
    bool Available = true, int Behind = 0, EmbeddingState? Embedding = null);

/// <summary>How far the active model is with the records.</summary>
/// <param name="Waiting">Records that it has not seen yet in their present wording.</param>
/// <param name="Done">Records embedded since the service started.</param>
/// <param name="PerSecond">Records a second while it works; null before the first.</param>
/// <param name="Fault">Why the last try failed; null when all is well.</param>
public sealed record EmbeddingState(int Waiting, int Done, double? PerSecond, string? Fault);

/// <summary>The best partners of a newly published record changed.</summary>
public sealed record MatchSuggested(Guid Id, long Version, DateTime OccurredAt, MatchSnapshot Match) : IFact;

/// <summary>The record and its first partners.</summary>
/// <param name="AuthorId">Who wrote the record; null in facts from before this was told.</param>
public sealed record MatchSnapshot(
    RecordKind Kind, Guid OrganisationId, string Number, string Title, IReadOnlyList<MatchedItem> Top, Guid? AuthorId = null);

/// <summary>A partner.</summary>
public sealed record MatchedItem(RecordKind Kind, Guid Id, Guid OrganisationId, string Title, double Score);
