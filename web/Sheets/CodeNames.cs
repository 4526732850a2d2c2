using System.Text;
using Matchmaking.Contracts.Codes;

namespace Matchmaking.Web.Sheets;

/// <summary>A list's codes by all that people write for them: the code, its name in either language, or both together.</summary>
internal sealed class CodeNames
{
    private readonly Dictionary<string, string> _codes = new(StringComparer.Ordinal);

    public CodeNames(CodeList list)
    {
        foreach (var code in list.Codes)
        {
            foreach (var name in new[] { code.Value, code.Text.Zh, code.Text.En, code.Value + code.Text.Zh })
            {
                _codes.TryAdd(Plain(name), code.Value);
            }
        }
    }

    /// <summary>The code that a text stands for, or null.</summary>
    public string? Find(string text) => _codes.GetValueOrDefault(Plain(text));

    /// <summary>A name without what people write differently: width, case, blanks and the star of required ones.</summary>
    public static string Plain(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c != '*')).ToUpperInvariant();
}
