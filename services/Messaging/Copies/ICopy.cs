namespace Matchmaking.Messaging;

/// <summary>A row that says what this service knows of an entity of another one; kept by <see cref="Copies.TakeAsync{TCopy}(Microsoft.EntityFrameworkCore.DbContext, TCopy, Contracts.IFact, FactContext, CancellationToken)"/>.</summary>
public interface ICopy
{
    /// <summary>Version of the last fact taken; 0 while nothing but the key is known.</summary>
    long Version { get; set; }
}
