using System.Text;

namespace Matchmaking.Hosting;

/// <summary>Addresses to go on to after a sign-in or a form post: of this portal only.</summary>
public static class LocalAddress
{
    /// <summary>The address as a header may carry it, or another one of the portal where it leads elsewhere.</summary>
    public static string Of(string? address, string otherwise = "/") => address is { Length: > 0 } && IsLocal(address) ? Escaped(address) : otherwise;

    // People paste addresses as they read them. Half a character has no escape and becomes the sign for what is none.
    private static string Escaped(string address) => Ascii.IsValid(address) && !address.Contains(' ')
        ? address
        : string.Concat(address.EnumerateRunes().Select(r => r is { IsAscii: true, Value: not ' ' } ? r.ToString() : Uri.EscapeDataString(r.ToString())));

    // "//host" and "/\host" are other hosts to a browser; control characters are dropped by it, so "/\t/host" is one too.
    private static bool IsLocal(string address) =>
        address[0] == '/'
        && (address.Length == 1 || address[1] is not ('/' or '\\'))
        && !address.Any(char.IsControl);
}
