using System.Security.Cryptography;
using System.Text;

namespace Matchmaking.Contracts;

/// <summary>
/// Organisations to keep apart travel as keys, not as names: who is whose competitor is nobody else's business, and
/// a key is enough to compare. A list holds a key for each name as it was typed, and one for each approved organisation
/// that is known to be meant, whatever it is called now.
/// </summary>
public static class Avoidance
{
    /// <summary>Key of an organisation's name or credit code, the same for all that read alike, see <see cref="VisibleText"/>.</summary>
    /// <returns>Empty, which no list holds, where there is nothing to read.</returns>
    public static string Key(string name) => VisibleText.Key(name) is { Length: > 0 } plain ? Hash("avoid:" + plain) : "";

    /// <summary>Key of a known organisation.</summary>
    public static string Key(Guid organisation) => Hash($"avoid:{organisation:N}");

    /// <summary>By which an organisation may stand in a list; none for nobody.</summary>
    public static IReadOnlyList<string> KeysOf(Guid? organisation, string? name) =>
    [
        .. organisation is { } id ? [Key(id)] : Array.Empty<string>(),
        .. Key(name ?? "") is { Length: > 0 } key ? [key] : Array.Empty<string>(),
    ];

    /// <summary>Whether a list keeps an organisation away.</summary>
    public static bool Holds(IReadOnlyCollection<string> avoid, Guid? organisation, string? name) =>
        avoid.Count > 0 && KeysOf(organisation, name).Any(avoid.Contains);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
