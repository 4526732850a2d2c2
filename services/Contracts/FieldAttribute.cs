namespace Matchmaking.Contracts;

/// <summary>
/// Describes one field of a record's form, once for all: its names, who may read it, and its limits.
/// Forms, validation messages, diffs, history, redaction and the index are made from it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute(string zh, string en) : Attribute
{
    /// <summary>The field's name in both languages.</summary>
    public LocalText Name { get; } = new(zh, en);

    /// <summary>The first tier that may read the field.</summary>
    public Disclosure Tier { get; init; } = Disclosure.L1;

    /// <summary>Longest text in UTF-16 code units, or highest number; 0 means no limit of its own.</summary>
    public int Max { get; init; }

    /// <summary>Lowest number; lists: fewest items.</summary>
    public int Min { get; init; }

    /// <summary>Most items of a list; 0 means the common ceiling of 50.</summary>
    public int MaxItems { get; init; }

    /// <summary>A submission is refused without it; a draft is not.</summary>
    public bool Required { get; init; }

    /// <summary>The code list (see <c>CodeList</c>) that values come from.</summary>
    public string? Codes { get; init; }

    /// <summary>Weight of the field's text when the record looks for partners; 0 when it is neither searched nor matched.</summary>
    public double Search { get; init; }
}
