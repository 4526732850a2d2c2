using System.Globalization;
using System.Text.RegularExpressions;
using Matchmaking.Search.Batch;

namespace Matchmaking.Search.Tests;

public sealed partial class RankCommandTests : IDisposable
{
    private const string Need = """{"id":"n1","title":"轴承漏油","description":"泥水进入轴承后唇口磨损，密封漏油"}""";
    private const string Good = """{"id":"a1","title":"多唇密封结构","abstract":"泥水台架三十四次无渗漏，唇口不磨损，密封不漏油","keywords":["密封","漏油"]}""";
    private const string Strange = """{"id":"a2","title":"发酵菌种选育","abstract":"代谢通量","keywords":[]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("collection-").FullName;

    private string Out => Path.Combine(_folder, "run.txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_good_collection_gives_a_run_and_its_measures()
    {
        Write("needs.jsonl", Need);
        Write("achievements.jsonl", Good, Strange);
        Write("qrels.tsv", "n1\ta1\t3", "n1\ta2\t0");
        var (code, said) = await RankAsync("--collection", _folder, "--engine", "lucene", "--top", "10", "--out", Out);
        Assert.Equal((0, true), (code, File.Exists(Out)));
        var rows = (await File.ReadAllLinesAsync(Out)).Select(l => l.Split(' ')).ToList();
        Assert.Equal(["n1", "Q0", "a1", "1"], rows[0][..4]);
        Assert.All(rows, r => Assert.Equal(6, r.Length));
        List<double> scores = [.. rows.Select(r => double.Parse(r[4], CultureInfo.InvariantCulture))];
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(r => int.Parse(r[3], CultureInfo.InvariantCulture)));
        Assert.Contains("nDCG@10 1.0000  Recall@50 1.0000  MRR@10 1.0000", said, StringComparison.Ordinal);
        Assert.Matches(Times(), said);
    }

    [Fact]
    public async Task Without_judgements_there_are_no_measures()
    {
        Write("needs.jsonl", Need);
        Write("achievements.jsonl", Good);
        var (code, said) = await RankAsync("--collection", _folder, "--out", Out);
        Assert.Equal(0, code);
        Assert.DoesNotContain("nDCG", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judgements_of_nothing_relevant_are_no_fault()
    {
        Write("needs.jsonl", Need);
        Write("achievements.jsonl", Good);
        Write("qrels.tsv", "n1\ta1\t0");
        var (code, _) = await RankAsync("--collection", _folder, "--out", Out);
        Assert.Equal((0, true), (code, File.Exists(Out)));
    }

    [Fact]
    public async Task Experts_are_ranked_when_asked_for()
    {
        Write("needs.jsonl", Need);
        Write("experts.jsonl", """{"id":"e1","title":"教授","discipline":"机械","profile":"长期研究轴承密封漏油","keywords":["密封"]}""");
        var (code, _) = await RankAsync("--collection", _folder, "--kind", "expert", "--out", Out);
        Assert.Equal(0, code);
        Assert.StartsWith("n1 Q0 e1 1 ", (await File.ReadAllLinesAsync(Out))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_are_the_same()
    {
        Write("needs.jsonl", Need);
        Write("achievements.jsonl", [Good, .. Enumerable.Range(0, 30).Select(i => $$"""{"id":"b{{i}}","title":"密封漏油","abstract":"轴承密封"}""")]);
        await RankAsync("--collection", _folder, "--out", Out);
        await RankAsync("--collection", _folder, "--out", Out + "2");
        Assert.Equal(await File.ReadAllTextAsync(Out), await File.ReadAllTextAsync(Out + "2"));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "needs.jsonl", "{", "needs.jsonl:2: " },
        { "needs.jsonl", "null", "needs.jsonl:2: " },
        { "needs.jsonl", "[]", "needs.jsonl:2: " },
        { "needs.jsonl", """{"title":"a","description":"b"}""", "needs.jsonl:2: id: " },
        { "needs.jsonl", """{"id":7,"title":"a","description":"b"}""", "needs.jsonl:2: id: " },
        { "needs.jsonl", """{"id":"n1","title":"a","description":"b"}""", "needs.jsonl:2: id: " },
        { "needs.jsonl", """{"id":"n2","description":"b"}""", "needs.jsonl:2: title: " },
        { "needs.jsonl", """{"id":"n2","title":"a","description":""}""", "needs.jsonl:2: description: " },
        { "needs.jsonl", """{"id":"n2","title":{"a":1},"description":"b"}""", "needs.jsonl:2: title: " },
        { "needs.jsonl", """{"id":"n2","id":"n3","title":"a","description":"b"}""", "needs.jsonl:2: " },
        { "needs.jsonl", """{"id":"n 2","title":"a","description":"b"}""", "needs.jsonl:2: id: " },
        { "achievements.jsonl", """{"id":"a9","title":"a"}""", "achievements.jsonl:2: abstract: " },
        { "achievements.jsonl", """{"id":"a9","title":"a","abstract":"b","keywords":[7]}""", "achievements.jsonl:2: keywords: " },
        { "achievements.jsonl", """{"id":"a9","title":"a","abstract":"b","keywords":[null]}""", "achievements.jsonl:2: keywords: " },
        { "achievements.jsonl", """{"id":"a9","title":"a","abstract":"b","keywords":"word"}""", "achievements.jsonl:2: keywords: " },
        { "achievements.jsonl", """{"id":"a9","title":"a","abstract":"b","field":7}""", "achievements.jsonl:2: field: " },
        { "qrels.tsv", "n1\ta1", "qrels.tsv:2: " },
        { "qrels.tsv", "n1\ta1\tmuch", "qrels.tsv:2: " },
        { "qrels.tsv", "n1\ta1\t4", "qrels.tsv:2: " },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_named_by_file_line_and_field_and_nothing_is_written(string file, string line, string expected)
    {
        foreach (var (name, first) in new[] { ("needs.jsonl", Need), ("achievements.jsonl", Good), ("qrels.tsv", "n1\ta1\t3") })
        {
            Write(name, name == file ? [first, line] : [first]);
        }

        var (code, said) = await RankAsync("--collection", _folder, "--out", Out);
        Assert.Equal((2, false), (code, File.Exists(Out)));
        Assert.Single(said.TrimEnd().Split('\n'));
        Assert.StartsWith(Path.Combine(_folder, expected), said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_has_a_line_of_its_own()
    {
        Write("needs.jsonl", "{", Need, """{"id":"n2"}""");
        Write("achievements.jsonl", """{"id":"a1"}""");
        var (code, said) = await RankAsync("--collection", _folder, "--out", Out);
        Assert.Equal(2, code);
        Assert.Equal(
            ["needs.jsonl:1", "needs.jsonl:3: title", "needs.jsonl:3: description", "achievements.jsonl:1: title", "achievements.jsonl:1: abstract"],
            said.TrimEnd().Split('\n').Select(l => Path.GetRelativePath(_folder, l)).Select(l => Place().Match(l).Value));
    }

    public static TheoryData<string[]> Options => new()
    {
        new[] { "--out", "{out}" },
        new[] { "--collection", "/no/such/folder", "--out", "{out}" },
        new[] { "--collection", "{folder}" },
        new[] { "--collection", "{folder}", "--out" },
        new[] { "--collection", "{folder}", "--out", "{out}", "--top", "0" },
        new[] { "--collection", "{folder}", "--out", "{out}", "--top", "many" },
        new[] { "--collection", "{folder}", "--out", "{out}", "--kind", "need" },
        new[] { "--collection", "{folder}", "--out", "{out}", "--engine", "other" },
        new[] { "--collection", "{folder}", "--out", "{out}", "--unknown", "x" },
        new[] { "--collection", "{folder}", "--out", "{folder}/no/such/folder/run.txt" },
        new[] { "collection", "{folder}" },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public async Task A_wrong_option_is_named_and_nothing_is_written(string[] options)
    {
        Write("needs.jsonl", Need);
        Write("achievements.jsonl", Good);
        var (code, said) = await RankAsync([.. options.Select(o => o.Replace("{folder}", _folder, StringComparison.Ordinal).Replace("{out}", Out, StringComparison.Ordinal))]);
        Assert.Equal((2, false), (code, File.Exists(Out)));
        Assert.StartsWith("rank: ", Assert.Single(said.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collection_of_nothing_is_a_fault()
    {
        Write("achievements.jsonl", Good);
        Assert.Equal(2, (await RankAsync("--collection", _folder, "--out", Out)).Code);
        Write("needs.jsonl", Need);
        File.Delete(Path.Combine(_folder, "achievements.jsonl"));
        Assert.Equal(2, (await RankAsync("--collection", _folder, "--out", Out)).Code);
        Assert.False(File.Exists(Out));
    }

    [Theory]
    [InlineData("auto", 0.80)]
    [InlineData("chem", 0.77)]
    public async Task The_ranking_of_the_judged_collections_is_as_good_as_it_was(string collection, double least)
    {
        var data = Environment.GetEnvironmentVariable("TEST_DATA");
        Assert.SkipUnless(data is { Length: > 0 }, "Set TEST_DATA to the folder with relevance/auto and relevance/chem to run this test.");
        var (code, said) = await RankAsync("--collection", Path.Combine(data!, "relevance", collection), "--kind", "achievement", "--out", Out);
        Assert.Equal(0, code);
        var ndcg = double.Parse(Ndcg().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(ndcg >= least, said);
    }

    private void Write(string file, params string[] lines) => File.WriteAllLines(Path.Combine(_folder, file), lines);

    private static async Task<(int Code, string Said)> RankAsync(params string[] options)
    {
        await using var said = new StringWriter();
        return (await RankCommand.RunAsync(options, said), said.ToString());
    }

    [GeneratedRegex(@"p50 \d+\.\d+ p99 \d+\.\d+")]
    private static partial Regex Times();

    [GeneratedRegex(@"nDCG@10 (\d\.\d+)")]
    private static partial Regex Ndcg();

    [GeneratedRegex(@"^[a-z.]+:\d+(: [a-z]+(?=:))?")]
    private static partial Regex Place();
}
