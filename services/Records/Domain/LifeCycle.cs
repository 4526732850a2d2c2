using Matchmaking.Contracts;

namespace Matchmaking.Records.Domain;

/// <summary>Who a reader is to a record.</summary>
[Flags]
public enum Party
{
    None = 0,

    /// <summary>Member of the owning organisation.</summary>
    Owner = 1,

    /// <summary>The owning organisation's liaison office.</summary>
    Unit = 2,

    /// <summary>Officer of the bureau.</summary>
    Bureau = 4,

    /// <summary>A timer or a handler of facts.</summary>
    System = 8,
}

/// <summary>One allowed transition.</summary>
/// <param name="Verb">Stable name, such as <c>publish</c>.</param>
/// <param name="By">Who may do it.</param>
/// <param name="From">Statuses it starts from.</param>
/// <param name="To">Status it ends in.</param>
/// <param name="Label">Button text.</param>
/// <param name="Sentence">History sentence without its subject.</param>
public sealed record Transition<TStatus>(
    string Verb, Party By, TStatus[] From, TStatus To, LocalText Label, LocalText Sentence)
    where TStatus : struct, Enum
{
    /// <summary>A reason of 2 to 500 characters must be given.</summary>
    public bool NeedsReason { get; init; }

    /// <summary>Offered first.</summary>
    public bool Primary { get; init; }

    /// <summary>The working copy must be complete.</summary>
    public bool ChecksContent { get; init; }

    /// <summary>The working copy becomes what others see, and validity starts.</summary>
    public bool Publishes { get; init; }

    /// <summary>Validity starts anew.</summary>
    public bool Renews { get; init; }

    /// <summary>Working days the next actor has; null stops the clock.</summary>
    public int? NextWithin { get; init; }
}

/// <summary>A life cycle: all its transitions in one place.</summary>
/// <param name="Transitions">What is allowed; anything else is refused.</param>
/// <param name="Visible">Statuses in which others see the record.</param>
/// <param name="Reviewed">Statuses in which the record waits for the bureau.</param>
/// <param name="Editable">Statuses in which the owner edits the record itself; in visible ones it edits a revision.</param>
public sealed record LifeCycle<TStatus>(
    IReadOnlyList<Transition<TStatus>> Transitions, IReadOnlySet<TStatus> Visible, IReadOnlySet<TStatus> Reviewed,
    IReadOnlySet<TStatus> Editable)
    where TStatus : struct, Enum
{
    /// <summary>What a party may do in a status.</summary>
    public IEnumerable<Transition<TStatus>> Open(TStatus status, Party party) =>
        Transitions.Where(t => (t.By & party) != 0 && t.From.Contains(status));
}
