namespace Matchmaking.Search.Lexicon;

/// <summary>A word as a workshop says it and the terms that papers and patents use for the same thing.</summary>
/// <param name="Field">Code of the national high-tech field (see the code list <c>fields</c>).</param>
/// <param name="Shop">Shop-floor word.</param>
/// <param name="Academic">Academic terms, best first.</param>
/// <param name="English">Usual English terms; may be empty.</param>
/// <param name="Both">Each side stands for the other; otherwise only shop → academic is safe.</param>
public sealed record LexiconEntry(
    string Field, string Shop, IReadOnlyList<string> Academic, IReadOnlyList<string> English, bool Both)
{
    /// <summary>Academic and English terms.</summary>
    public IEnumerable<string> Terms => Academic.Concat(English);
}
