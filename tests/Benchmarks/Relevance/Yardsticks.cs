using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Index;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>Reads the collections below a data folder (see BENCHMARKS in the project's shared notes for their origin).</summary>
internal sealed class Yardsticks(string root)
{
    /// <summary>Own judged needs with abstracts of other subjects as distractors.</summary>
    public Yardstick Needs(string domain, RecordKind kind, bool distractors)
    {
        var folder = Path.Combine(root, "relevance", domain);
        var documents = kind == RecordKind.Expert
            ? Rows(Path.Combine(folder, "experts.jsonl"), kind, "title", "discipline", "profile", "keywords")
            : Rows(Path.Combine(folder, "achievements.jsonl"), kind, "title", "abstract", "keywords");
        if (distractors)
        {
            documents.AddRange(Rows(Path.Combine(root, "csl", "docs.jsonl"), kind, "title", "abstract", "keywords"));
        }

        return new(
            $"{domain} needs→{(kind == RecordKind.Expert ? "experts" : "achievements")}{(distractors ? " + CSL" : "")}", "nDCG@10", documents,
            Rows(Path.Combine(folder, "needs.jsonl"), RecordKind.Need, "title", "description"),
            Judgements(Path.Combine(folder, "qrels.tsv"), documents.Select(d => d.Number).ToHashSet()),
            kind == RecordKind.Expert ? "bar 0.97" : distractors ? "both domains: BM25 0.747, bar 0.79 / 0.83" : "");
    }

    /// <summary>Author keywords looked for in abstracts (T4: those that do not stand there) or titles (T3, T5).</summary>
    /// <param name="half">dev to tune on, test to report.</param>
    public Yardstick Csl(int task, string half)
    {
        var documents = Rows(Path.Combine(root, "csl", "docs.jsonl"), RecordKind.Achievement, task == 4 ? "abstract" : "title");
        if (task != 4)
        {
            documents.AddRange(File.ReadLines(Path.Combine(root, "csl", "distractor_titles.tsv")).Select(l => l.Split('\t'))
                .Select(p => Document(RecordKind.Achievement, p[0], [("title", p[1])])));
        }

        var column = task switch { 3 => 1, 4 => 2, _ => 3 };
        var queries = File.ReadLines(Path.Combine(root, "csl", "queries.tsv")).Select(l => l.Split('\t'))
            .Where(p => p[0].StartsWith(half, StringComparison.Ordinal) && p.Length > column && p[column].Trim().Length > 0)
            .Select(p => Document(RecordKind.Need, p[0], [("keywords", p[column])]))
            .ToList();
        return new(
            $"CSL T{task} {half}", "nDCG@10", documents, queries,
            queries.ToDictionary(q => q.Number, q => (IReadOnlyDictionary<string, int>)new Dictionary<string, int> { [q.Number] = 1 }),
            task switch { 3 => "BM25 .920, bar .930", 4 => "BM25 .502, bar .55", _ => "BM25 .279, bar .31" });
    }

    /// <summary>The classic English collections.</summary>
    public Yardstick English(string name, string measure, string published)
    {
        var documents = Rows(Path.Combine(root, name, "corpus.jsonl"), RecordKind.Achievement, "title", "text");
        var judgements = Judgements(Path.Combine(root, name, "qrels.tsv"), documents.Select(d => d.Number).ToHashSet());
        return new(
            name, measure, documents,
            [.. File.ReadLines(Path.Combine(root, name, "queries.tsv")).Select(l => l.Split('\t')).Where(p => judgements.ContainsKey(p[0]))
                .Select(p => Document(RecordKind.Need, p[0], [("text", p[1])]))],
            judgements, published);
    }

    internal static List<SearchDocument> Rows(string file, RecordKind kind, params string[] fields) =>
        [.. File.ReadLines(file).Where(l => l.Length > 0).Select(l => JsonNode.Parse(l)!.AsObject()).Select(row => Document(
            kind, (string)row["id"]!,
            [.. fields.Select(f => (f, row[f] is JsonArray list ? string.Join('、', list.Select(i => (string)i!)) : (string?)row[f] ?? ""))]))];

    internal static SearchDocument Document(RecordKind kind, string key, IReadOnlyList<(string Name, string Text)> texts) => new()
    {
        Kind = kind,
        Id = Guid.NewGuid(),
        Version = 1,
        Visible = true,
        Level = Disclosure.L0,
        OrganisationId = Guid.NewGuid(),
        OrganisationName = key,
        Named = false,
        AuthorId = Guid.Empty,
        Number = key,
        Status = "published",
        Title = texts[0].Text,
        Texts = [.. texts.Where(t => t.Text.Length > 0).Select(t => new SearchText(t.Name, t.Text, Disclosure.L0, 1))],
    };

    private static Dictionary<string, IReadOnlyDictionary<string, int>> Judgements(string file, HashSet<string> known) =>
        File.ReadLines(file).Select(l => l.Split('\t')).Where(p => known.Contains(p[1])).GroupBy(p => p[0])
            .Where(g => g.Any(p => int.Parse(p[2], null) > 0))
            .ToDictionary(g => g.Key, g => (IReadOnlyDictionary<string, int>)g.ToDictionary(p => p[1], p => int.Parse(p[2], null)));
}
