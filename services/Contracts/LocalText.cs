namespace Matchmaking.Contracts;

/// <summary>A text in the two languages of the product.</summary>
public sealed record LocalText(string Zh, string En)
{
    /// <summary>The text in the language of a BCP 47 tag; anything that is not English reads Chinese.</summary>
    public string In(string language) =>
        language.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? En : Zh;
}
