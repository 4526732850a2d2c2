using Matchmaking.Hosting;

namespace Matchmaking.Search.Features;

/// <summary>
/// How much work one search may make. What a query costs goes by its words and by those in which a wrong letter is
/// tolerated rather than by its length. Anybody can come without an account, or register one that nobody has looked at.
/// </summary>
/// <param name="Characters">Of the text as it was typed; more is refused.</param>
/// <param name="Tokens">That are looked for; see <see cref="Matching.QueryTokens.Of(string, int)"/> for which are kept of more.</param>
/// <param name="FuzzyWords">See <see cref="Index.IndexQuery.FuzzyWords"/>.</param>
internal sealed record SearchEffort(int Characters, int Tokens, int FuzzyWords)
{
    // The pages' box takes as much.
    private static readonly SearchEffort Visitor = new(200, 200, 3);
    private static readonly SearchEffort Member = new(500, 500, 8);

    public static SearchEffort Of(Actor reader) => reader.Verified ? Member : Visitor;

    /// <summary>The text to search for, without blanks at its ends.</summary>
    /// <exception cref="ProblemException">It is too long.</exception>
    public string Check(string? query)
    {
        if (query?.Length > Characters)
        {
            throw ProblemException.Invalid(
                "q",
                $"查找内容最多 {Characters} 字，现在 {query.Length} 字" + (this == Visitor ? $"；认证单位的成员登录后可以查 {Member.Characters} 字" : ""),
                $"The query takes {Characters} characters; it has {query.Length}" + (this == Visitor ? $". Members of verified organisations may use {Member.Characters}" : ""));
        }

        return query?.Trim() ?? "";
    }
}
