using System.Text.Json;
using System.Text.RegularExpressions;

namespace Matchmaking.Architecture.Tests;

/// <summary>
/// Chinese stands in the pages, English is looked up by it. So every Chinese literal of the web app is a key of the
/// English file or the first half of a pair, and none stands in the markup itself.
/// </summary>
public sealed partial class TextTests
{
    private static readonly IReadOnlyDictionary<string, string> English = JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(Path.Combine(Product.Root, "web/Resources/en.json")))!;

    /// <summary>Used in the Chinese branch only: the English one writes dates and sums in another order, and names Chinese in Chinese.</summary>
    private static readonly IReadOnlySet<string> ChineseOnly =
        new HashSet<string> { "周日", "周一", "周二", "周三", "周四", "周五", "周六", "（万元）", " 万元", "中文" };

    private static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Path.Combine(Product.Root, "web"), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    [Fact]
    public void Every_text_looked_up_has_an_english_one()
    {
        var used = Files.SelectMany(Literals).Where(l => l.Kind == Use.LookedUp).ToList();
        Assert.True(used.Count > 300, $"Only {used.Count} texts were found");
        Product.ExpectNone(used.Where(l => !English.ContainsKey(l.Text)).Select(l => $"{l.Place}: {l.Text}"));
    }

    [Fact]
    public void Every_chinese_literal_is_a_key_or_half_of_a_pair() =>
        Product.ExpectNone(Files.SelectMany(Literals).Where(l => l.Kind == Use.Literal && !ChineseOnly.Contains(l.Text) && !English.ContainsKey(l.Text)).Select(l => $"{l.Place}: {l.Text}"));

    [Fact]
    public void No_chinese_stands_in_the_markup() =>
        Product.ExpectNone(Files.Where(f => f.EndsWith(".razor", StringComparison.Ordinal))
            .SelectMany(Literals).Where(l => l.Kind == Use.Raw).Select(l => $"{l.Place}: {l.Text}"));

    [Fact]
    public void English_texts_are_english_and_take_the_same_values() =>
        Product.ExpectNone(English
            .Where(e => string.IsNullOrWhiteSpace(e.Value) || ChineseRun().IsMatch(e.Value) && e.Key != "中文"
                || !Holes(e.Key).SetEquals(Holes(e.Value)))
            .Select(e => $"{e.Key}: {e.Value}"));

    [Fact]
    public void There_is_one_english_file() =>
        Assert.Equal(["en.json"], Directory.EnumerateFiles(Path.Combine(Product.Root, "web/Resources"), "en*.json").Select(Path.GetFileName));

    private static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(m => m.Value)];

    private static IEnumerable<Found> Literals(string file)
    {
        var source = Blank(File.ReadAllText(file), file.EndsWith(".razor", StringComparison.Ordinal) ? MarkupComment() : CodeComment());
        var found = new List<Found>();
        source = Take(source, Lookup(), m => (Use.LookedUp, m.Groups[1].Value));
        source = QuotedExpression().Replace(source, m => m.Value[..1] + ' ' + m.Value[2..^1] + ' ');
        source = Take(source, HtmlAttribute(), m => (Use.Raw, m.Groups[1].Value));
        source = Take(source, Pair(), _ => null);
        source = Take(source, Quoted(), m => (m.Value.StartsWith('$') ? Use.Raw : Use.Literal, m.Groups[1].Value));
        Take(source, ChineseRun(), m => (Use.Raw, m.Value));
        return found;

        string Take(string text, Regex pattern, Func<Match, (Use Kind, string Text)?> read) => pattern.Replace(text, match =>
        {
            if (ChineseRun().IsMatch(match.Value) && read(match) is { } use)
            {
                var line = source.AsSpan(0, match.Index).Count('\n') + 1;
                found.Add(new(use.Kind, Regex.Unescape(use.Text), $"{Path.GetRelativePath(Product.Root, file)}:{line}"));
            }

            return ChineseRun().IsMatch(match.Value) ? Spaces(match) : match.Value;
        });
    }

    private static string Blank(string text, Regex what) => what.Replace(text, Spaces);

    // Line breaks stay, so that places stay right.
    private static string Spaces(Match match) => string.Concat(match.Value.Select(c => c == '\n' ? '\n' : ' '));

    private enum Use
    {
        LookedUp,
        Literal,
        Raw,
    }

    private sealed record Found(Use Kind, string Text, string Place);

    [GeneratedRegex(@"\b[Ll]\[""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Lookup();

    // The quotes around @(…) would pair up with those inside it.
    [GeneratedRegex(@"=""@\((?:[^()""]|""[^""]*""|\([^()]*\))*\)""")]
    private static partial Regex QuotedExpression();

    [GeneratedRegex(@"\s[a-z][a-z-]*=""([^""@]*)""")]
    private static partial Regex HtmlAttribute();

    [GeneratedRegex(@"\$?""(?:[^""\\]|\\.)*""\s*,\s*\$?""[^""\u4e00-\u9fff]*[A-Za-z][^""\u4e00-\u9fff]*""\s*\)")]
    private static partial Regex Pair();

    [GeneratedRegex(@"\$?""((?:[^""\\\n]|\\.)*)""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[\u3400-\u9fff]+")]
    private static partial Regex ChineseRun();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->|(?<![:""/])//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex MarkupComment();

    [GeneratedRegex(@"(?<![:""/])//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex CodeComment();
}
