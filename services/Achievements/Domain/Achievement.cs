using Matchmaking.Contracts.Achievements;
using Matchmaking.Records.Domain;

namespace Matchmaking.Achievements.Domain;

/// <summary>A research result of a university or institute.</summary>
public sealed class Achievement : Record<AchievementContent, AchievementStatus>;
