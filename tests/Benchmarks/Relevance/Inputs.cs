using Matchmaking.Search.Embedding;
using Matchmaking.Search.Lexicon;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>What the environment gives the measurements to work on.</summary>
internal static class Inputs
{
    /// <summary>Folder of the collections, TEST_DATA.</summary>
    /// <exception cref="InvalidOperationException">It is not set.</exception>
    public static string Root => Environment.GetEnvironmentVariable("TEST_DATA") ?? throw new InvalidOperationException("Set TEST_DATA to the folder of the collections.");

    /// <summary>Address of an Elasticsearch, TEST_ELASTICSEARCH; null where none is set.</summary>
    public static Uri? Elasticsearch => Environment.GetEnvironmentVariable("TEST_ELASTICSEARCH") is { Length: > 0 } url ? new Uri(url.TrimEnd('/') + "/") : null;

    /// <summary>The model of TEST_MODEL; null where none is set.</summary>
    public static SemanticModel? Model(TermLexicon lexicon) => Environment.GetEnvironmentVariable("TEST_MODEL") is { Length: > 0 } folder
        ? new SemanticModel(SentenceEncoder.Open(folder, Environment.ProcessorCount), lexicon)
        : null;
}
