using Matchmaking.Search.Embedding;

namespace Matchmaking.Search.Ranking;

/// <summary>A candidate's text in the forms that the ranker compares.</summary>
/// <param name="Embedding">Vectors by the active model, or null where there are none yet.</param>
public sealed record RankedText(TokenBag Bag, TextEmbedding? Embedding);

/// <summary>Where the ranker gets its candidates' texts.</summary>
public interface IRankedTexts
{
    /// <summary>Texts by id; a document that is unknown is left out.</summary>
    /// <param name="model">Fingerprint of the active embedding model, or null for none.</param>
    Task<IReadOnlyDictionary<Guid, RankedText>> LoadAsync(IReadOnlyCollection<Guid> ids, string? model, CancellationToken cancellation);
}
