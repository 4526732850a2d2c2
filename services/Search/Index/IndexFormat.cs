using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Matchmaking.Search.Index;

/// <summary>The form of an index: fields of this release, and vectors of one model or none.</summary>
/// <param name="Dimensions">Length of the documents' vectors; null where no model is active.</param>
/// <param name="Model">What tells the model from others of the same length, such as a digest of its file.</param>
public sealed partial record IndexFormat(int? Dimensions = null, string? Model = null)
{
    // Another one with every change of the fields or of the analysis: an index of an older form is made anew from the store.
    private const string Fields = "4";

    private const string Stamp = "yyyyMMddHHmmssfff";

    /// <summary>Names the form: the same for two indices exactly when one may be used as the other.</summary>
    public string Tag => Fields + (Dimensions is { } dimensions ? $"v{dimensions}x{Short(Model ?? "")}" : "");

    /// <summary>A name for a new index.</summary>
    public string NewName(TimeProvider time) => $"{Tag}-{time.GetUtcNow().ToString(Stamp, CultureInfo.InvariantCulture)}";

    /// <summary>Whether an index of this name has this form.</summary>
    public bool Fits(string name) => name.StartsWith(Tag + "-", StringComparison.Ordinal) && IsName(name);

    /// <summary>Whether this or an older release gave this name, in whatever form.</summary>
    public static bool IsName(string name) => Names().IsMatch(name);

    [GeneratedRegex(@"\A[0-9]+(v[0-9]+x[0-9a-f]{8})?(-[0-9]{17})?\z")]
    private static partial Regex Names();

    private static string Short(string model) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model)))[..8];
}
