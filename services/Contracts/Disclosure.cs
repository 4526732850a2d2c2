namespace Matchmaking.Contracts;

/// <summary>
/// The disclosure ladder. As a property's tier it says who may read the property; as a record's level it says
/// which is the first audience that learns of the record at all.
/// </summary>
public enum Disclosure
{
    /// <summary>Public and search engines; the owner stays anonymous.</summary>
    L0 = 0,

    /// <summary>Members of an approved organisation.</summary>
    L1 = 1,

    /// <summary>A counter-party whose expression of interest was accepted.</summary>
    L2 = 2,

    /// <summary>A counter-party with a signed non-disclosure record.</summary>
    L3 = 3,

    /// <summary>The owner and the bureau.</summary>
    Owner = 4,
}
