using Matchmaking.Contracts.Records;

namespace Matchmaking.Contracts.Search;

/// <summary>What a member did with a proposed partner. Shown takes back what was saved or hidden.</summary>
public enum FeedbackAction { Clicked, Saved, Hidden, Shown }

/// <summary>Feedback on one proposed partner.</summary>
/// <param name="OtherId">The partner's record.</param>
/// <param name="Reason">Why it was hidden, a code of <c>hideReasons</c>; null otherwise.</param>
public sealed record GiveFeedback(Guid OtherId, FeedbackAction Action, string? Reason);

/// <summary>How a partner stands with the owner of a record.</summary>
/// <param name="State">none, saved or hidden.</param>
public sealed record PartnerState(Guid OtherId, string State, string? Reason, DateTime At);

/// <summary>A partner that was saved or hidden for one of the own records.</summary>
/// <param name="OwnTitle">The own record it was proposed for.</param>
/// <param name="OrganisationName">The partner's, where it may be named.</param>
/// <param name="Open">The partner's record can still be found; its title is empty where it cannot.</param>
/// <param name="Reason">Why it was hidden, in the reader's language.</param>
public sealed record MarkedPartner(
    RecordKind OwnKind, Guid OwnId, string OwnTitle, RecordKind Kind, Guid Id, string Number, string Title, string? OrganisationName,
    bool Open, string? Reason, DateTime At);

/// <summary>Weights of the signals, see the ranker.</summary>
public sealed record BlendWeights(double Translation, double Latent, double Sentence, double Late);

/// <summary>Which weights rank now and why.</summary>
/// <param name="Current">In force.</param>
/// <param name="Offline">As shipped.</param>
/// <param name="Learned">What feedback has led to; in force only while the guard lets it.</param>
/// <param name="Adopted">The learned weights are in force.</param>
/// <param name="Guard">What the guard measured; null before the first learning.</param>
/// <param name="Feedback">Entries learned from so far.</param>
/// <param name="Waiting">Entries that are too young: they can still be taken back.</param>
/// <param name="Pairs">Pairs of a preferred and a passed-over partner among them.</param>
/// <param name="Hash">Of the learned weights; <c>replay-feedback</c> must print the same.</param>
public sealed record BlendState(
    BlendWeights Current, BlendWeights Offline, BlendWeights Learned, bool Adopted, GuardResult? Guard, long Feedback, long Waiting, long Pairs,
    string Hash, DateTime? LearnedAt);

/// <summary>Mean nDCG@10 on the judged needs that come with the product.</summary>
public sealed record GuardResult(double Offline, double Learned, int Queries, bool WithModel);
