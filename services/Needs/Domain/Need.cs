using Matchmaking.Contracts.Needs;
using Matchmaking.Records.Domain;

namespace Matchmaking.Needs.Domain;

/// <summary>An enterprise's technical need.</summary>
public sealed class Need : Record<NeedContent, NeedStatus>;
