using Matchmaking.Contracts.Identity;

namespace Matchmaking.Identity.Domain;

/// <summary>A program of an organisation with client credentials of its own; OpenIddict keeps the secret's hash.</summary>
public sealed class Integration
{
    public required Guid Id { get; init; }

    public required Guid OrganisationId { get; init; }

    public Organisation? Organisation { get; init; }

    public required string Name { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The account that made it; the name is read when it is shown.</summary>
    public required Guid CreatedById { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? RevokedAt { get; set; }

    public IntegrationRow ToRow(string createdBy) => new(Id, Name, ClientId, CreatedAt, createdBy, RevokedAt);
}
