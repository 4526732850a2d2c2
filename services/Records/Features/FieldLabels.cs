using System.Collections.Frozen;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Records.Domain;

namespace Matchmaking.Records.Features;

/// <summary>Names of all forms' fields; where two forms share a property name they share its meaning.</summary>
internal static class FieldLabels
{
    private static readonly FrozenDictionary<string, LocalText> Names = ContentForm<NeedContent>.Fields
        .Concat(ContentForm<AchievementContent>.Fields)
        .Concat(ContentForm<ExpertContent>.Fields)
        .DistinctBy(f => f.Name)
        .ToFrozenDictionary(f => f.Name, f => f.Attribute.Name);

    public static LocalText? Of(string field) => Names.GetValueOrDefault(field);
}
