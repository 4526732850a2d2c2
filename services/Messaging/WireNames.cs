using MassTransit;

namespace Matchmaking.Messaging;

/// <summary>What a fact is called on the wire: its namespace and name, so that moving a record breaks services that still run.</summary>
internal static class WireNames
{
    public static string Of(Type fact) => MessageUrn.ForTypeString(fact);
}
