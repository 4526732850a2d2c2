using System.Collections.Frozen;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.BlueFire;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Events;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Notifications;
using Matchmaking.Contracts.Search;

namespace Matchmaking.Contracts;

/// <summary>
/// The checked map between a fact's stable logical name, as stored in an outbox, and its record.
/// A name outlives renames of the record; it is never reused.
/// </summary>
public static class FactNames
{
    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["identity.organisation-changed"] = typeof(OrganisationChanged),
        ["identity.account-changed"] = typeof(AccountChanged),
        ["identity.audit-noted"] = typeof(AuditNoted),
        ["needs.need-changed"] = typeof(NeedChanged),
        ["achievements.achievement-changed"] = typeof(AchievementChanged),
        ["experts.expert-changed"] = typeof(ExpertChanged),
        ["bluefire.post-changed"] = typeof(PostChanged),
        ["bluefire.application-changed"] = typeof(ApplicationChanged),
        ["events.participant-changed"] = typeof(ParticipantChanged),
        ["search.match-suggested"] = typeof(MatchSuggested),
        ["search.watch-matched"] = typeof(WatchMatched),
        ["cooperation.interest-changed"] = typeof(InterestChanged),
        ["notifications.mail-requested"] = typeof(MailRequested),
    }.ToFrozenDictionary();

    private static readonly FrozenSet<Type> Occurrences =
        [typeof(AuditNoted), typeof(MatchSuggested), typeof(WatchMatched), typeof(MailRequested)];

    private static readonly FrozenDictionary<Type, string> Names = Types.ToFrozenDictionary(p => p.Value, p => p.Key);

    /// <summary>Every name with its record.</summary>
    public static IReadOnlyDictionary<string, Type> All => Types;

    /// <summary>Whether a fact only says that something happened: no change feed can tell it again to who was not there.</summary>
    public static bool IsOccurrence(Type fact) => Occurrences.Contains(fact);

    /// <summary>The name of a fact's record.</summary>
    /// <exception cref="KeyNotFoundException">The record is not in the map.</exception>
    public static string Of(Type fact) => Names[fact];

    /// <summary>The record of a name, or null where this build does not know the name.</summary>
    public static Type? Find(string name) => Types.GetValueOrDefault(name);
}
