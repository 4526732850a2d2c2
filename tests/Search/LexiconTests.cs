using Matchmaking.Search.Lexicon;

namespace Matchmaking.Search.Tests;

public sealed class LexiconTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lexicon-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_shipped_lexicon_covers_the_eight_fields_with_three_thousand_entries()
    {
        var fields = TermLexicon.Load().Entries.GroupBy(e => e.Field).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(8, fields.Count);
        Assert.All(fields.Values, count => Assert.True(count >= 250));
        Assert.True(fields.Values.Sum() >= 3000);
    }

    [Fact]
    public void An_operators_entry_replaces_the_shipped_one()
    {
        Write("materials.tsv", "掉漆\t涂层剥离\t\tboth", "新说法\t新术语\tnew term\tto-academic");
        var lexicon = TermLexicon.Load(_folder);
        Assert.Equal(["涂层剥离"], lexicon.Entries.Single(e => e.Field == "materials" && e.Shop == "掉漆").Academic);
        Assert.Contains(lexicon.Entries, e => e.Shop == "新说法" && e.English.SequenceEqual(["new term"]) && !e.Both);
        Assert.Equal(TermLexicon.Load().Entries.Count + 1, lexicon.Entries.Count);
    }

    [Theory]
    [InlineData("materials.tsv", "掉漆\t涂层", "materials.tsv:1: expected 4 columns")]
    [InlineData("materials.tsv", "\t涂层\t\tboth", "materials.tsv:1: shop: ")]
    [InlineData("materials.tsv", "掉漆\t\t\tboth", "materials.tsv:1: academic: ")]
    [InlineData("materials.tsv", "掉漆\t涂层\t\tsideways", "materials.tsv:1: direction: 'sideways'")]
    [InlineData("cookery.tsv", "掉漆\t涂层\t\tboth", "cookery.tsv: 'cookery' is not a field")]
    public void A_faulty_file_is_refused_by_line_and_column(string file, string line, string said)
    {
        Write(file, line);
        Assert.Contains(said, Assert.Throws<InvalidOperationException>(() => TermLexicon.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_said() =>
        Assert.Contains("Search:Lexicon:Path", Assert.Throws<InvalidOperationException>(() => TermLexicon.Load(_folder + "x")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parts_of_entries_translate_expressions_that_stand_in_none()
    {
        Write("materials.tsv", "轴头漏油\t油封泄漏\t\tboth", "壳体漏油\t密封泄漏\t\tboth");
        var model = new TranslationModel(TermLexicon.Load(_folder));
        var weights = model.Translate(["漏油"], toAcademic: true);
        Assert.True(weights["泄漏"] > weights["油封"], "what both entries say weighs more than what one says");
        Assert.True(model.Translate(["泄漏"], toAcademic: false)["漏油"] > 0);
        Assert.Empty(model.Translate(["没有这个词"], toAcademic: true));
    }

    private void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(_folder, name), lines);
}
