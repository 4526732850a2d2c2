using Matchmaking.Contracts.Experts;
using Matchmaking.Records.Domain;

namespace Matchmaking.Experts.Domain;

/// <summary>An expert's profile.</summary>
public sealed class Expert : Record<ExpertContent, ExpertStatus>;
