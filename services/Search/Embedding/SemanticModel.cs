using Matchmaking.Search.Lexicon;
using Microsoft.Extensions.Caching.Memory;

namespace Matchmaking.Search.Embedding;

/// <summary>The operator's model, ready to embed texts.</summary>
public sealed class SemanticModel(SentenceEncoder encoder, TermLexicon lexicon) : IDisposable
{
    private const long MostBytes = 64 * 1024 * 1024;

    // Chinese needs, achievements and abstracts reach 0.9 with a Chinese model, English ones 0.65 at most.
    private const double KnownFrom = 0.75;

    private readonly Projection _projection = Projection.Learn(encoder, lexicon);

    // A record's pages ask for the same text again: each kind of partner, each page of a list, each "why not".
    private readonly MemoryCache _askers = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>Identifies the model, see <see cref="SentenceEncoder.Fingerprint"/>.</summary>
    public string Fingerprint => encoder.Fingerprint;

    /// <summary>Length of a sentence vector.</summary>
    public int Dimensions => encoder.Dimensions;

    /// <summary>
    /// Vectors of a text that partners are looked for; null where the model's vocabulary does not know its language: what
    /// it sees as scraps of words it would compare by chance.
    /// </summary>
    public AskerVectors? EmbedAsker(string text) => _askers.GetOrCreate(text, entry =>
    {
        entry.Size = 2L * text.Length;
        if (!Knows(text))
        {
            return null;
        }

        var encoded = encoder.Encode(text);
        var vectors = new AskerVectors(encoded[0], [.. encoded.Skip(1).Select(_projection.Apply)]);
        entry.Size += sizeof(float) * (vectors.Sentence.Length + vectors.Tokens.Sum(t => (long)t.Length));
        return vectors;
    });

    /// <summary>Vectors of a text to be stored; null as with <see cref="EmbedAsker"/>.</summary>
    public TextEmbedding? Embed(string text) => Knows(text) ? TextEmbedding.From(encoder.Encode(text), _projection) : null;

    public void Dispose()
    {
        _askers.Dispose();
        encoder.Dispose();
    }

    private bool Knows(string text) => encoder.WholePieces(text) >= KnownFrom;
}

/// <summary>An asker's vectors.</summary>
/// <param name="Sentence">Unit vector of the whole text.</param>
/// <param name="Tokens">Unit vectors of its tokens, shortened.</param>
public sealed record AskerVectors(float[] Sentence, float[][] Tokens)
{
    /// <summary>Vectors of a text that was stored, a little coarser than fresh ones.</summary>
    public static AskerVectors From(TextEmbedding stored) => new(
        TextEmbedding.Restore(stored.Sentence), [.. Enumerable.Range(0, stored.Tokens).Select(i => TextEmbedding.Restore(stored.Token(i)))]);
}
