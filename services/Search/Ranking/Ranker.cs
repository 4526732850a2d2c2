using System.Numerics.Tensors;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;

namespace Matchmaking.Search.Ranking;

/// <summary>
/// Ranks partners in two stages. The engine gives candidates: by the query's tokens that say most, translations among
/// them, and by nearest sentence vectors. Then each candidate's whole text is compared by words (BM25 over own and
/// translated words), latent semantics, sentence vector and late interaction, which <see cref="Blend"/> puts together.
/// </summary>
public sealed class Ranker(
    ISearchIndex index, IRankedTexts texts, TranslationModel translation, Func<LatentModel?> latent, SemanticModel? semantics, Blend blend)
{
    // The engine is asked for the tokens that say most, translations only where they are among the first; the ranker then
    // counts them all. With 64 tokens in all, one of 40 judged needs lost a partner that is its ninth once it is compared.
    private const int EngineTokens = 256;
    private const int EngineTranslations = 64;

    // Places that the engine reads for one ranking. In a base of hundreds of thousands the rare tokens find enough, and
    // the others, which stand in every tenth text, would cost most of the time.
    private const int EnginePostings = 200_000;
    private const int Candidates = 300;
    private const int Nearest = 60;
    private const int LateDepth = 100;

    /// <summary>Ranks candidates for a record, best first.</summary>
    /// <param name="source">The record that looks for partners.</param>
    /// <param name="filter">Who may be found; its tokens and paging are not used.</param>
    /// <param name="included">Also ranked though the engine may not have proposed it, or null.</param>
    public async Task<IReadOnlyList<RankedCandidate>> RankAsync(
        SearchDocument source, IndexQuery filter, CancellationToken cancellation, Guid? included = null)
    {
        var query = RankingQuery.From(source, translation);
        if (query.Terms.Count == 0)
        {
            return [];
        }

        var statistics = await index.StatisticsAsync([.. query.Terms.Select(t => t.Text)], cancellation);
        var asker = semantics?.EmbedAsker(query.Text);
        var ids = await CandidatesAsync(query, statistics, asker, filter, cancellation);
        if (included is { } also)
        {
            ids.Add(also);
        }

        return await RankAsync(query, statistics, asker, ids, cancellation);
    }

    /// <summary>Ranks given texts for a record, best first, where they are few enough to compare each: no engine is asked for candidates.</summary>
    public async Task<IReadOnlyList<RankedCandidate>> RankAmongAsync(
        SearchDocument source, IReadOnlyCollection<Guid> candidates, CancellationToken cancellation)
    {
        var query = RankingQuery.From(source, translation);
        return query.Terms.Count == 0 || candidates.Count == 0
            ? []
            : await RankAsync(
                query, await index.StatisticsAsync([.. query.Terms.Select(t => t.Text)], cancellation), semantics?.EmbedAsker(query.Text), candidates, cancellation);
    }

    /// <summary>Records that could suit a record, by the engine alone.</summary>
    public async Task<HashSet<Guid>> CandidatesAsync(SearchDocument source, IndexQuery filter, CancellationToken cancellation)
    {
        var query = RankingQuery.From(source, translation);
        return query.Terms.Count == 0
            ? []
            : await CandidatesAsync(
                query, await index.StatisticsAsync([.. query.Terms.Select(t => t.Text)], cancellation), semantics?.EmbedAsker(query.Text), filter, cancellation);
    }

    /// <summary>Signals of each of a few records for each asker, with one look at the texts and one at the statistics.</summary>
    public async Task<IReadOnlyDictionary<(Guid Asker, Guid Candidate), Signals>> CompareAsync(
        IReadOnlyCollection<SearchDocument> askers, IReadOnlyCollection<Guid> candidates, CancellationToken cancellation)
    {
        var queries = askers.Select(a => (a.Id, Query: RankingQuery.From(a, translation))).ToList();
        var statistics = await index.StatisticsAsync([.. queries.SelectMany(q => q.Query.Terms).Select(t => t.Text).Distinct()], cancellation);
        var found = (await texts.LoadAsync(candidates, semantics?.Fingerprint, cancellation)).OrderBy(f => f.Key).ToList();
        var embeddings = await EmbeddingsAsync([.. candidates.Concat(askers.Select(a => a.Id)).Distinct()], cancellation);
        var signals = new Dictionary<(Guid, Guid), Signals>();
        foreach (var (id, query) in queries.Where(q => found.Count > 0 && q.Query.Terms.Count > 0))
        {
            // Many askers at once: what was embedded when they were stored must do, and none is embedded now.
            var asker = embeddings.TryGetValue(id, out var embedding) ? AskerVectors.From(embedding) : null;
            var values = SignalsOf(query, statistics, asker, found);
            for (var i = 0; i < values.Length; i++)
            {
                signals[(id, found[i].Key)] = WithLate(values[i], asker, embeddings.GetValueOrDefault(found[i].Key));
            }
        }

        return signals;
    }

    private async Task<HashSet<Guid>> CandidatesAsync(
        RankingQuery query, TokenStatistics statistics, AskerVectors? asker, IndexQuery filter, CancellationToken cancellation)
    {
        var weighty = query.Terms
            .Where(t => statistics.Frequencies.GetValueOrDefault(t.Text) > 0)
            .Select(t => (Token: new WeightedToken(t.Text, t.Own + (blend.TranslationWeight(query.Bag.Words) * t.Translated)), Own: t.Own > 0))
            .OrderByDescending(t => t.Token.Weight * statistics.Idf(t.Token.Text))
            .ThenBy(t => t.Token.Text, StringComparer.Ordinal)
            .Where((t, place) => t.Own || place < EngineTranslations)
            .Take(EngineTokens)
            .Select(t => t.Token);
        List<WeightedToken> tokens = [];
        var postings = 0L;
        foreach (var token in weighty)
        {
            postings += statistics.Frequencies[token.Text];
            if (tokens.Count > 0 && postings > EnginePostings)
            {
                break;
            }

            tokens.Add(token);
        }

        HashSet<Guid> ids = [];
        if (tokens.Count > 0)
        {
            var page = await index.SearchAsync(filter with { Tokens = tokens, Skip = 0, Take = Candidates, Total = false }, cancellation);
            ids.UnionWith(page.Hits.Select(h => h.Id));
        }

        if (asker is not null)
        {
            var near = await index.NearestAsync(asker.Sentence, filter, Nearest, cancellation);
            ids.UnionWith(near.Select(h => h.Id));
        }

        return ids;
    }

    private async Task<IReadOnlyList<RankedCandidate>> RankAsync(
        RankingQuery query, TokenStatistics statistics, AskerVectors? asker, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        var candidates = (await texts.LoadAsync(ids, semantics?.Fingerprint, cancellation)).OrderBy(c => c.Key).ToList();
        if (candidates.Count == 0)
        {
            return [];
        }

        var signals = SignalsOf(query, statistics, asker, candidates);
        var words = candidates.Average(c => (double)c.Value.Bag.Words);
        var ranked = Ordered(candidates.Select(c => c.Key), signals, query, words);
        if (asker is null)
        {
            return ranked;
        }

        // The dearest signal last: it reorders the first candidates, the others follow in the order they have.
        var first = ranked.Take(LateDepth).ToList();
        var embeddings = await EmbeddingsAsync([.. first.Select(r => r.Id)], cancellation);
        var late = new Signals[first.Count];
        Parallel.For(0, late.Length, i => late[i] = WithLate(first[i].Signals, asker, embeddings.GetValueOrDefault(first[i].Id)));
        var reordered = Ordered(first.Select(r => r.Id), late, query, words);
        var below = reordered[^1].Score - first[^1].Score;
        return [.. reordered, .. ranked.Skip(LateDepth).Select(r => r with { Score = r.Score + below })];
    }

    private async Task<IReadOnlyDictionary<Guid, TextEmbedding>> EmbeddingsAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellation) =>
        semantics is null ? new Dictionary<Guid, TextEmbedding>() : await texts.LoadEmbeddingsAsync(ids, semantics.Fingerprint, cancellation);

    // All but late interaction, which is too dear for every candidate.
    private Signals[] SignalsOf(
        RankingQuery query, TokenStatistics statistics, AskerVectors? asker, IReadOnlyList<KeyValuePair<Guid, RankedText>> candidates)
    {
        var model = latent();
        var mine = model?.VectorOf(query.Bag, query.Terms.Where(t => t.Own == 0).Select(t => t.Id));
        var words = new LexicalQuery(query, statistics, candidates);
        var signals = new Signals[candidates.Count];
        Parallel.For(0, signals.Length, i =>
        {
            var (bag, sentence) = candidates[i].Value;
            var (own, translated) = words.Score(bag);
            signals[i] = new Signals(
                own,
                translated,
                model is null ? 0 : TensorPrimitives.Dot<float>(mine, model.VectorOf(bag)),
                asker is null || sentence is null ? double.NaN : TensorPrimitives.Dot<float>(asker.Sentence, sentence),
                double.NaN);
        });
        return signals;
    }

    // A text is embedded as a whole: where the sentence is not known, its tokens, read a moment later, are not taken either.
    private static Signals WithLate(Signals signals, AskerVectors? asker, TextEmbedding? embedding) =>
        asker is null || embedding is null || double.IsNaN(signals.Sentence) ? signals : signals with { Late = LateInteraction.Score(asker.Tokens, embedding) };

    private List<RankedCandidate> Ordered(IEnumerable<Guid> ids, Signals[] signals, RankingQuery query, double words)
    {
        var parts = blend.Score(signals, query.Bag.Words, words);
        return [.. ids.Select((id, i) => new RankedCandidate(id, parts[i].Sum, signals[i], parts[i])).OrderByDescending(r => r.Score).ThenBy(r => r.Id)];
    }
}

/// <summary>A candidate with its score.</summary>
/// <param name="Score">Weighted sum of standardised signals; comparable within one ranking only.</param>
public sealed record RankedCandidate(Guid Id, double Score, Signals Signals, SignalParts Parts);
