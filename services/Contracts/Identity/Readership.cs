namespace Matchmaking.Contracts.Identity;

/// <summary>
/// Who inside an organisation reads what belongs to it. Services that keep records and interests decide by it whom they
/// answer, and notifications whom they tell: nobody is told the title of what they may not open.
/// </summary>
public static class Readership
{
    /// <summary>Members share the records of their organisation; a profile is its author's own, and the office of the unit sees all of them.</summary>
    /// <param name="isAuthor">The member wrote the record.</param>
    public static bool Reads(bool isProfile, bool isAuthor, IReadOnlyCollection<string> roles) =>
        !isProfile || isAuthor || roles.Contains(Roles.Liaison);

    /// <summary>Whether a member sees the own interests only: an expert without the office of its unit.</summary>
    public static bool ActsAlone(IReadOnlyCollection<string> roles) =>
        roles.Contains(Roles.Expert) && !roles.Contains(Roles.Liaison) && !roles.Contains(Roles.Organizer);

    /// <summary>Whether a member of an interest's side reads it.</summary>
    /// <param name="isPerson">The member sent it, or it is in the member's own profile.</param>
    public static bool ReadsInterest(bool isPerson, IReadOnlyCollection<string> roles) => isPerson || !ActsAlone(roles);
}
