using Matchmaking.Search.Embedding;

namespace Matchmaking.Search.Ranking;

/// <summary>Texts held in memory: of a batch command or a benchmark.</summary>
internal sealed class MemoryTexts : IRankedTexts
{
    private readonly Dictionary<Guid, RankedText> _texts = [];

    /// <summary>The bags of all texts, in order of adding.</summary>
    public IReadOnlyList<TokenBag> Bags => [.. _texts.Values.Select(t => t.Bag)];

    public void Add(Guid id, TokenBag bag, TextEmbedding? embedding) => _texts[id] = new(bag, embedding);

    public TokenBag Of(Guid id) => _texts[id].Bag;

    public Task<IReadOnlyDictionary<Guid, RankedText>> LoadAsync(IReadOnlyCollection<Guid> ids, string? model, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<Guid, RankedText>>(ids.Where(_texts.ContainsKey).ToDictionary(i => i, i => _texts[i]));
}
