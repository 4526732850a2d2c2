namespace Matchmaking.Identity.Domain;

/// <summary>Who did what to what. Never changed, except that an erased person's name is blotted out.</summary>
public sealed class AuditEntry
{
    public long Id { get; init; }

    public required DateTime At { get; init; }

    /// <summary>The account, or null for the system.</summary>
    public Guid? ActorId { get; init; }

    public required string ActorName { get; set; }

    /// <summary>The organisation whose administrators may read the entry.</summary>
    public Guid? OrganisationId { get; init; }

    public required string Verb { get; init; }

    /// <summary>The verb in words, where another service noted it; Identity's own are in <see cref="AuditVerbs"/>.</summary>
    public string? LabelZh { get; init; }

    /// <inheritdoc cref="LabelZh"/>
    public string? LabelEn { get; init; }

    public Guid? TargetId { get; init; }

    public required string TargetName { get; set; }

    public string? Before { get; init; }

    public string? After { get; init; }
}

/// <summary>A row of the change feed: the entity changed at this cursor. The feed reads its latest state.</summary>
public sealed class ChangeMark
{
    public long Cursor { get; init; }

    public required Guid EntityId { get; init; }

    public required bool IsOrganisation { get; init; }
}

/// <summary>A key of the token server or of Data Protection, as stored.</summary>
public sealed class StoredKey
{
    /// <summary>Use of a token key; friendly name of a Data Protection key.</summary>
    public required string Id { get; init; }

    /// <summary>Protected bytes, or XML.</summary>
    public required string Value { get; init; }

    public required bool IsDataProtection { get; init; }
}
