namespace Matchmaking.Contracts.Search;

/// <summary>What is matched in a closed market.</summary>
public enum MarketEntryKind
{
    /// <summary>A Blue Fire post, in its cohort.</summary>
    Post,

    /// <summary>A doctoral candidate's application, in its cohort.</summary>
    Application,

    /// <summary>A participant of an event.</summary>
    Participant,
}

/// <summary>Which of the two seeks.</summary>
public enum MarketDirection
{
    /// <summary>What the partner offers answers what is sought.</summary>
    TheyOffer,

    /// <summary>What is offered answers what the partner seeks.</summary>
    TheySeek,
}

/// <summary>
/// A ranked partner in a closed market, with its reasons. It has no chance in per cent: that was measured for needs and
/// their partners, and here nobody has judged yet.
/// </summary>
/// <param name="Rank">Place from 1.</param>
/// <param name="OrganisationName">Name of the partner's organisation, or null where it is anonymous.</param>
/// <param name="Passages">Quoted passages of both sides with the words they share.</param>
/// <param name="Contributions">Share of each field of the partner's entry in the words that match.</param>
/// <param name="Signals">Share of each kind of evidence in what speaks for the partner.</param>
public sealed record MarketPartner(
    int Rank, MarketEntryKind Kind, Guid Id, string Number, string Title, string? OrganisationName, MarketDirection Direction, string? Field,
    IReadOnlyList<PassagePair> Passages, IReadOnlyList<Requirement> Requirements,
    IReadOnlyList<FieldContribution> Contributions, IReadOnlyList<FieldContribution> Signals);
