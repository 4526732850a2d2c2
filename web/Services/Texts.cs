using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Codes;

namespace Matchmaking.Web.Services;

/// <summary>English texts by their Chinese originals, from <c>Resources/en.json</c>.</summary>
public sealed class EnglishTexts
{
    public EnglishTexts()
    {
        using var stream = typeof(EnglishTexts).Assembly.GetManifestResourceStream("en.json")!;
        All = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary();
    }

    public FrozenDictionary<string, string> All { get; }
}

/// <summary>
/// The page's texts. Chinese stands in the page itself; English is looked up by it, and a test finds any that is missing.
/// </summary>
public sealed class Texts(IHttpContextAccessor accessor, EnglishTexts english)
{
    public const string Cookie = "mm.lang";

    /// <summary>zh-CN or en.</summary>
    public string Language { get; } =
        accessor.HttpContext?.Request.Cookies[Cookie] == "en" ? "en" : "zh-CN";

    public bool IsEnglish => Language == "en";

    /// <summary>The text in the page's language.</summary>
    public string this[string chinese] =>
        IsEnglish ? english.All.GetValueOrDefault(chinese, chinese) : chinese;

    /// <summary>The text with {0}, {1} … filled in.</summary>
    public string this[string chinese, params object?[] values] =>
        string.Format(CultureInfo.InvariantCulture, this[chinese], values);

    /// <summary>A text that is a pair already.</summary>
    public string this[LocalText text] => text.In(Language);

    /// <summary>Name of a code.</summary>
    public string Code(string list, string? code) => CodeList.Of(list).NameOf(code, Language);

    /// <summary>Names of codes, joined.</summary>
    public string Codes(string list, IEnumerable<string> codes) =>
        string.Join(IsEnglish ? ", " : "、", codes.Select(c => Code(list, c)));
}
