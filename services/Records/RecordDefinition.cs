using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records;

/// <summary>What tells one kind of record from another; the rest of its service is made from it.</summary>
public abstract class RecordDefinition<TRecord, TContent, TStatus>
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    /// <summary>Service name, prefix of endpoint names and queues.</summary>
    public abstract string Service { get; }

    public abstract RecordKind Kind { get; }

    /// <summary>Prefix of the human number, such as N.</summary>
    public abstract string Prefix { get; }

    /// <summary>What one record is called, for messages.</summary>
    public abstract LocalText Noun { get; }

    public abstract LifeCycle<TStatus> LifeCycle { get; }

    /// <summary>How long a publication holds before the owner must confirm it again.</summary>
    public abstract TimeSpan Validity { get; }

    /// <summary>The status an accepted interest moves a published record to, and from which ones.</summary>
    public abstract Transition<TStatus>? OnInterestAccepted { get; }

    /// <summary>The transition of records past their validity.</summary>
    public abstract Transition<TStatus> OnExpired { get; }

    /// <summary>Roles that may create a record of this kind.</summary>
    public abstract IReadOnlyList<string> Creators { get; }

    public abstract TRecord New(string number, Actor author, Guid organisation, TContent content, DateTime now);

    /// <summary>Copies what lists filter by out of the working copy.</summary>
    public abstract void Project(TRecord record, TContent content);

    public abstract Disclosure LevelOf(TContent content);

    /// <summary>The owner's name may be shown to those the record is open to.</summary>
    public abstract bool IsNamed(TContent content);

    /// <summary>Main text, for finding records that were filed twice.</summary>
    public abstract string MainText(TContent content);

    /// <summary>What tells an organisation's own records apart, such as the title: two with one of them in common are the same.</summary>
    public virtual IEnumerable<string> Keys(TContent content) => [];

    /// <summary>Names, as they were typed, of organisations that must never be proposed to the owner, nor it to them.</summary>
    public virtual IReadOnlyList<string> Avoid(TContent content) => [];

    /// <summary>Steps of the life-cycle bar: label, statuses in which it is the current one.</summary>
    public abstract IReadOnlyList<(LocalText Label, TStatus[] Current)> Steps { get; }

    public abstract IFact ToFact(TRecord record, RecordSnapshot<TContent> snapshot, DateTime at);

    /// <summary>Checks beyond the form's attributes.</summary>
    public virtual IEnumerable<FieldFault> Check(TContent content, bool complete) => [];

    /// <summary>Hints for owner and reviewer.</summary>
    public virtual Task<IReadOnlyList<ReviewWarning>> WarnAsync(
        DbContext db, TRecord record, Actor reader, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<ReviewWarning>>([]);

    /// <summary>
    /// Whether the reader belongs to the record's owner. Members of an organisation share its records, unless the kind
    /// is narrower about it.
    /// </summary>
    public virtual bool IsOwner(TRecord record, Actor reader) => reader.BelongsTo(record.OrganisationId);

    /// <summary>Who the reader is to the record. A draft that was never submitted is nobody's but its owner's.</summary>
    public virtual Party PartyOf(TRecord record, Actor reader) =>
        (IsOwner(record, reader) ? Party.Owner : Party.None)
        | (reader.IsOrganizer && record.SubmittedAt is not null ? Party.Bureau : Party.None);

    /// <summary>Others see it.</summary>
    public bool IsVisible(TRecord record) =>
        LifeCycle.Visible.Contains(record.Status) && record.PublishedContent is not null && !record.Withheld;

    /// <summary>Status name as it stands in answers.</summary>
    public static string StatusName(TStatus status) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    /// <summary>404 that looks the same whether the record is missing or closed to the reader.</summary>
    public ProblemException NotFound() => ProblemException.NotFound(
        $"没有找到这条{Noun.Zh}，或它不对您公开", $"This {Noun.En} does not exist or is not open to you");
}
