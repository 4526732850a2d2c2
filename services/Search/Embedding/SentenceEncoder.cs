using System.Security.Cryptography;
using Matchmaking.Search.Ranking;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Tokenizers;

namespace Matchmaking.Search.Embedding;

/// <summary>
/// Runs an ONNX sentence-embedding model of the BERT family on the CPU. Inputs <c>input_ids</c>, <c>attention_mask</c>,
/// <c>token_type_ids</c>; output <c>last_hidden_state</c>, whose first vector stands for the whole text. Thread-safe.
/// </summary>
public sealed class SentenceEncoder : IDisposable
{
    public const string ModelFile = "model.onnx";
    public const string VocabularyFile = "vocab.txt";

    private const int MostTokens = 512;
    private const string Continuation = "##";

    private readonly InferenceSession _session;
    private readonly BertTokenizer _tokenizer;

    private SentenceEncoder(InferenceSession session, BertTokenizer tokenizer, string fingerprint)
    {
        _session = session;
        _tokenizer = tokenizer;
        Fingerprint = fingerprint;
        Dimensions = session.OutputMetadata.Values.First().Dimensions[^1];
    }

    /// <summary>First 16 hexadecimal digits of the model file's SHA-256: embeddings of two models never mix.</summary>
    public string Fingerprint { get; }

    /// <summary>Length of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Opens a model folder.</summary>
    /// <param name="threads">CPU threads of one inference.</param>
    /// <exception cref="InvalidOperationException">A file is missing or is no such model.</exception>
    public static SentenceEncoder Open(string folder, int threads)
    {
        var (model, vocabulary) = (Path.Combine(folder, ModelFile), Path.Combine(folder, VocabularyFile));
        foreach (var file in new[] { model, vocabulary })
        {
            if (!File.Exists(file))
            {
                throw new InvalidOperationException($"Search:Embedding:Path '{folder}' has no {Path.GetFileName(file)}; bring the model with the command fetch-model.");
            }
        }

        try
        {
            using var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
            using var stream = File.OpenRead(model);
            var fingerprint = Convert.ToHexStringLower(SHA256.HashData(stream))[..16];
            return new(
                new InferenceSession(model, options),
                BertTokenizer.Create(vocabulary, new BertOptions { LowerCaseBeforeTokenization = true, IndividuallyTokenizeCjk = true }),
                fingerprint);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidOperationException($"Search:Embedding:Path '{folder}': {ModelFile} is not a model that can be run: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Share of a text's pieces that begin a word, 0 to 1: near 1 where the vocabulary has its words whole, about a half for
    /// a language that it was not made for. 1 for a text without words.
    /// </summary>
    public double WholePieces(string text)
    {
        var pieces = _tokenizer.EncodeToTokens(text, out _);
        return pieces.Count == 0 ? 1 : pieces.Count(p => !p.Value.StartsWith(Continuation, StringComparison.Ordinal)) / (double)pieces.Count;
    }

    /// <summary>Unit vectors of a text: the whole first, then one a token. Text beyond the model's length is left out.</summary>
    public float[][] Encode(string text)
    {
        var pieces = _tokenizer.EncodeToIds(text, MostTokens, out _, out _);
        var shape = new long[] { 1, pieces.Count };
        using var ids = OrtValue.CreateTensorValueFromMemory(pieces.Select(p => (long)p).ToArray(), shape);
        using var mask = OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1L, pieces.Count).ToArray(), shape);
        using var types = OrtValue.CreateTensorValueFromMemory(new long[pieces.Count], shape);
        using var run = new RunOptions();
        using var outputs = _session.Run(
            run, ["input_ids", "attention_mask", "token_type_ids"], [ids, mask, types], [_session.OutputNames[0]]);
        var states = outputs[0].GetTensorDataAsSpan<float>();
        // The last token is the separator: it says nothing.
        var vectors = new float[pieces.Count - 1][];
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = LatentModel.Unit(states.Slice(i * Dimensions, Dimensions).ToArray());
        }

        return vectors;
    }

    public void Dispose() => _session.Dispose();
}
