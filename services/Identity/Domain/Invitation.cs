using System.Security.Cryptography;
using System.Text;
using Matchmaking.Contracts.Identity;

namespace Matchmaking.Identity.Domain;

/// <summary>An offer to join an organisation, sent by mail. Only the hash of its token is kept.</summary>
public sealed class Invitation
{
    /// <summary>Days an invitation stays open.</summary>
    public const int Days = 14;

    public required Guid Id { get; init; }

    public required Guid OrganisationId { get; init; }

    public Organisation? Organisation { get; init; }

    public required string Email { get; set; }

    public required string Name { get; set; }

    public required List<string> Roles { get; init; }

    public required string TokenHash { get; init; }

    /// <summary>The account that invites; the name is read when it is shown.</summary>
    public required Guid InvitedById { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime ExpiresAt { get; init; }

    public DateTime? RevokedAt { get; set; }

    public DateTime? AcceptedAt { get; set; }

    /// <summary>EF's guard against two acceptances at once.</summary>
    public Guid Stamp { get; set; }

    public bool IsOpen(DateTime now) => RevokedAt is null && AcceptedAt is null && ExpiresAt > now;

    public InvitationRow ToRow(DateTime now, string invitedBy)
    {
        var state = AcceptedAt is not null ? "accepted" : RevokedAt is not null ? "revoked" : ExpiresAt <= now ? "expired" : "open";
        return new(Id, Email, Name, [.. Roles], state, CreatedAt, ExpiresAt, invitedBy);
    }

    /// <summary>What is stored of a token.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
