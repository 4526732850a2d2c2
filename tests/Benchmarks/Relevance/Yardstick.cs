using Matchmaking.Search.Index;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>A public or own collection with judgements.</summary>
/// <param name="Name">Name in the report.</param>
/// <param name="Measure">The figure that counts: nDCG@10 or MAP.</param>
/// <param name="Documents">What is ranked; the key is the number of the document.</param>
/// <param name="Queries">What is looked for.</param>
/// <param name="Judgements">Grades by query and document; a negative grade is out of the evaluation (Cranfield's source papers).</param>
/// <param name="Published">The plain BM25 and the bar to beat, for the report.</param>
internal sealed record Yardstick(
    string Name, string Measure, IReadOnlyList<SearchDocument> Documents, IReadOnlyList<SearchDocument> Queries,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Judgements, string Published);
