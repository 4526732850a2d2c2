using System.Security.Cryptography;
using System.Text;

namespace Matchmaking.Contracts;

/// <summary>
/// Organisations to keep apart travel as keys, not as names: who is whose competitor is nobody else's business, and
/// a key is enough to compare.
/// </summary>
public static class Avoidance
{
    /// <summary>Key of an organisation's name or credit code, blind to case, width and spaces.</summary>
    public static string Key(string name)
    {
        var plain = string.Concat(name.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("avoid:" + plain)))[..32];
    }
}
