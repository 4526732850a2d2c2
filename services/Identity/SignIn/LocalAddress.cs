namespace Matchmaking.Identity.SignIn;

/// <summary>Addresses to go on to after a form post: of this portal only.</summary>
internal static class LocalAddress
{
    private const string Home = "/";

    /// <summary>The address, or the home page where it leads elsewhere.</summary>
    public static string Of(string? address) => address is { Length: > 0 } && IsLocal(address) ? address : Home;

    // "//host" and "/\host" are other hosts to a browser; control characters are dropped by it, so "/\t/host" is one too.
    private static bool IsLocal(string address) =>
        address[0] == '/'
        && (address.Length == 1 || address[1] is not ('/' or '\\'))
        && !address.Any(char.IsControl);
}
