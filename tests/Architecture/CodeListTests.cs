using Matchmaking.Contracts.Codes;

namespace Matchmaking.Architecture.Tests;

public sealed class CodeListTests
{
    private static IEnumerable<(string List, Code Code)> All =>
        CodeList.Names.SelectMany(n => CodeList.Of(n).Codes.Select(c => (n, c)));

    [Fact]
    public void There_are_lists_and_none_is_empty()
    {
        Assert.True(CodeList.Names.Count() >= 20);
        Product.ExpectNone(CodeList.Names.Where(n => CodeList.Of(n).Codes.Count == 0));
    }

    [Fact]
    public void Every_file_of_codes_is_loaded() =>
        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(Product.Root, "services/Contracts/Codes"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(),
            CodeList.Names.Order());

    [Fact]
    public void No_code_stands_twice() =>
        Product.ExpectNone(All.GroupBy(c => (c.List, c.Code.Value)).Where(g => g.Count() > 1).Select(g => $"{g.Key.List}: {g.Key.Value}"));

    [Fact]
    public void No_name_stands_twice_under_one_parent() =>
        Product.ExpectNone(All.GroupBy(c => (c.List, c.Code.Parent, c.Code.Text.Zh)).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key.List}: {g.Key.Zh}: {string.Join(", ", g.Select(c => c.Code.Value))}"));

    [Fact]
    public void Every_code_has_a_name_in_both_languages() =>
        Product.ExpectNone(All.Where(c => string.IsNullOrWhiteSpace(c.Code.Text.Zh) || string.IsNullOrWhiteSpace(c.Code.Text.En)
            || c.Code.Text.En.Any(l => l is >= '\u4e00' and <= '\u9fff')).Select(c => $"{c.List}: {c.Code.Value}"));

    [Fact]
    public void Every_parent_exists() =>
        Product.ExpectNone(All.Where(c => c.Code.Parent is { } parent && !CodeList.Of(c.List).Has(parent)).Select(c => $"{c.List}: {c.Code.Value} under {c.Code.Parent}"));

    [Fact]
    public void No_code_is_above_itself() =>
        Product.ExpectNone(All.Where(c => Above(c.List, c.Code).Contains(c.Code.Value)).Select(c => $"{c.List}: {c.Code.Value}"));

    private static IEnumerable<string> Above(string list, Code code)
    {
        var byCode = CodeList.Of(list).Codes.DistinctBy(c => c.Value).ToDictionary(c => c.Value);
        for (var (at, steps) = (code.Parent, 0); at is not null && steps < 10; steps++)
        {
            yield return at;
            at = byCode.GetValueOrDefault(at)?.Parent;
        }
    }
}
