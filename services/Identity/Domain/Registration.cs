using Matchmaking.Contracts.Identity;

namespace Matchmaking.Identity.Domain;

/// <summary>
/// A registration whose address nobody has confirmed yet. It holds neither the address nor the credit code and does not
/// wait for the bureau; organisation and account are made by the confirmation.
/// </summary>
public sealed class Registration
{
    /// <summary>How long a mailed link can confirm it; it is deleted afterwards.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Also the id of the account that it becomes.</summary>
    public required Guid Id { get; init; }

    public required OrganisationKind Kind { get; init; }

    public required OrganisationForm Form { get; init; }

    /// <summary>The first administrator's name.</summary>
    public required string Name { get; init; }

    public required string Email { get; init; }

    /// <summary>The address as accounts are compared by it.</summary>
    public required string NormalizedEmail { get; init; }

    public string? Phone { get; init; }

    public required string Language { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime ExpiresAt { get; set; }

    public PendingRegistration ToPending() => new(Id, Kind, Form.Name, Form.CreditCode, Name, Email, CreatedAt);
}
