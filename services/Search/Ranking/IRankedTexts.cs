using Matchmaking.Search.Embedding;

namespace Matchmaking.Search.Ranking;

/// <summary>A candidate's text in the forms in which hundreds are compared for one ranking.</summary>
/// <param name="Sentence">Unit vector of the whole by the active model, or null where there is none yet.</param>
public sealed record RankedText(TokenBag Bag, float[]? Sentence);

/// <summary>Where the ranker gets its candidates' texts.</summary>
public interface IRankedTexts
{
    /// <summary>Texts by id; a document that is unknown is left out.</summary>
    /// <param name="model">Fingerprint of the active embedding model, or null for none.</param>
    Task<IReadOnlyDictionary<Guid, RankedText>> LoadAsync(IReadOnlyCollection<Guid> ids, string? model, CancellationToken cancellation);

    /// <summary>
    /// Vectors of every token, for the few that are compared so: twenty times as large as the rest. A document that the
    /// model has not seen is left out.
    /// </summary>
    /// <param name="model">Fingerprint of the active embedding model.</param>
    Task<IReadOnlyDictionary<Guid, TextEmbedding>> LoadEmbeddingsAsync(IReadOnlyCollection<Guid> ids, string model, CancellationToken cancellation);
}
