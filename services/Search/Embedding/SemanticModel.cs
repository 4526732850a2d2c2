using Matchmaking.Search.Lexicon;

namespace Matchmaking.Search.Embedding;

/// <summary>The operator's model, ready to embed texts.</summary>
public sealed class SemanticModel(SentenceEncoder encoder, TermLexicon lexicon) : IDisposable
{
    private readonly Projection _projection = Projection.Learn(encoder, lexicon);

    /// <summary>Identifies the model, see <see cref="SentenceEncoder.Fingerprint"/>.</summary>
    public string Fingerprint => encoder.Fingerprint;

    /// <summary>Length of a sentence vector.</summary>
    public int Dimensions => encoder.Dimensions;

    /// <summary>Vectors of a text that partners are looked for.</summary>
    public AskerVectors EmbedAsker(string text)
    {
        var encoded = encoder.Encode(text);
        return new(encoded[0], [.. encoded.Skip(1).Select(_projection.Apply)]);
    }

    /// <summary>Vectors of a text to be stored.</summary>
    public TextEmbedding Embed(string text) => TextEmbedding.From(encoder.Encode(text), _projection);

    public void Dispose() => encoder.Dispose();
}

/// <summary>An asker's vectors.</summary>
/// <param name="Sentence">Unit vector of the whole text.</param>
/// <param name="Tokens">Unit vectors of its tokens, shortened.</param>
public sealed record AskerVectors(float[] Sentence, float[][] Tokens)
{
    /// <summary>Vectors of a text that was stored, a little coarser than fresh ones.</summary>
    public static AskerVectors From(TextEmbedding stored) => new(TextEmbedding.Restore(stored.Sentence), [.. stored.Tokens.Select(TextEmbedding.Restore)]);
}
