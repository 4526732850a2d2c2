using Matchmaking.Search.Embedding;

namespace Matchmaking.Search.Ranking;

/// <summary>Texts held in memory: of a batch command or a benchmark.</summary>
internal sealed class MemoryTexts : IRankedTexts
{
    private readonly Dictionary<Guid, RankedText> _texts = [];
    private readonly Dictionary<Guid, TextEmbedding> _embeddings = [];

    /// <summary>The bags of all texts, in order of adding.</summary>
    public IReadOnlyList<TokenBag> Bags => [.. _texts.Values.Select(t => t.Bag)];

    public void Add(Guid id, TokenBag bag, TextEmbedding? embedding)
    {
        _texts[id] = new(bag, embedding is null ? null : TextEmbedding.Restore(embedding.Sentence));
        if (embedding is not null)
        {
            _embeddings[id] = embedding;
        }
    }

    public TokenBag Of(Guid id) => _texts[id].Bag;

    public Task<IReadOnlyDictionary<Guid, RankedText>> LoadAsync(IReadOnlyCollection<Guid> ids, string? model, CancellationToken cancellation) =>
        Task.FromResult(Among(_texts, ids));

    public Task<IReadOnlyDictionary<Guid, TextEmbedding>> LoadEmbeddingsAsync(IReadOnlyCollection<Guid> ids, string model, CancellationToken cancellation) =>
        Task.FromResult(Among(_embeddings, ids));

    private static IReadOnlyDictionary<Guid, T> Among<T>(Dictionary<Guid, T> all, IReadOnlyCollection<Guid> ids) =>
        ids.Where(all.ContainsKey).ToDictionary(i => i, i => all[i]);
}
