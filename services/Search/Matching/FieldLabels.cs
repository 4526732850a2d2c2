using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.BlueFire;
using Matchmaking.Contracts.Events;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;

namespace Matchmaking.Search.Matching;

/// <summary>Names of the searched fields of each kind.</summary>
internal static class FieldLabels
{
    private static readonly IReadOnlyDictionary<RecordKind, IReadOnlyDictionary<string, LocalText>> ByKind = new Dictionary<RecordKind, IReadOnlyDictionary<string, LocalText>>
    {
        [RecordKind.Need] = Labels(typeof(NeedContent)),
        [RecordKind.Achievement] = Labels(typeof(AchievementContent)),
        [RecordKind.Expert] = Labels(typeof(ExpertContent)),
    };

    private static readonly IReadOnlyDictionary<MarketEntryKind, IReadOnlyDictionary<string, LocalText>> ByEntryKind = new Dictionary<MarketEntryKind, IReadOnlyDictionary<string, LocalText>>
    {
        [MarketEntryKind.Post] = Labels(typeof(PostContent)),
        [MarketEntryKind.Application] = Labels(typeof(ApplicationContent)),
        [MarketEntryKind.Participant] = Labels(typeof(ParticipantContent)),
    };

    public static IReadOnlyDictionary<string, LocalText> Of(RecordKind kind) => ByKind[kind];

    public static IReadOnlyDictionary<string, LocalText> Of(MarketEntryKind kind) => ByEntryKind[kind];

    private static Dictionary<string, LocalText> Labels(Type content) =>
        FormField.Of(content).ToDictionary(f => f.Name, f => f.Attribute.Name);
}
