using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;

namespace Matchmaking.Records;

/// <summary>Loads a service's demo records through the same store that users go through, with the clock set back.</summary>
public abstract class RecordDemoLoader<TDb, TRecord, TContent, TStatus>(
    TDb db, RecordDefinition<TRecord, TContent, TStatus> definition) : IDemoLoader
    where TDb : RecordDbContext<TRecord, TContent, TStatus>
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    private static readonly Actor Officer = Actor.System with { Name = "科技局审核员", Roles = [Roles.Organizer] };

    public int Order => 10;

    /// <summary>Name of the file.</summary>
    protected abstract string File { get; }

    /// <summary>Kind word of the records' ids.</summary>
    protected abstract string IdKind { get; }

    /// <summary>Verbs that lead to a state; each is carried out by whom the life cycle names.</summary>
    protected abstract IReadOnlyList<string> PathTo(string state);

    /// <summary>A copy with what the demo files leave out, such as the secrecy statement.</summary>
    protected abstract TContent Complete(TContent content);

    /// <summary>A new record with a fixed id.</summary>
    protected abstract TRecord NewRecord(Guid id, string number, Guid organisation, Guid author, string authorName, TContent content, DateTime created);

    public async Task LoadAsync(DemoFolder demo, CancellationToken cancellation)
    {
        var clock = new DemoClock();
        var store = new RecordStore<TDb, TRecord, TContent, TStatus>(db, definition, clock) { Audited = false };
        await AddOrganisationsAsync(demo, cancellation);
        var names = (await demo.ReadAsync<Account>("accounts.json", cancellation)).ToDictionary(a => a.Key, a => a.Name);
        var numbers = await demo.NumbersAsync(File, definition.Prefix, cancellation);
        db.Counters.AddRange(numbers.Values.GroupBy(n => n[..n.LastIndexOf('-')]).Select(g => new Counter { Key = g.Key, Value = g.Count() }));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        foreach (var row in (await demo.ReadAsync<Row>(File, cancellation)).OrderByDescending(r => r.SubmittedDaysAgo ?? 0))
        {
            var submitted = demo.Now.AddDays(-(row.SubmittedDaysAgo ?? 1));
            clock.Now = demo.CreatedAt(row.SubmittedDaysAgo);
            var author = Actor.System with { AccountId = DemoFolder.IdOf("account", row.Author), Name = names[row.Author] };
            var content = Complete(row.Content);
            var record = NewRecord(
                DemoFolder.IdOf(IdKind, row.SourceId), numbers[row.SourceId],
                DemoFolder.IdOf("organisation", row.Organisation), author.AccountId, author.Name, content, clock.Now);
            record.Version = 1;
            record.UpdatedAt = clock.Now;
            definition.Project(record, content);
            db.Records.Add(record);
            store.Write(record, author, "create", new("新建草稿", "started a draft"));
            foreach (var (verb, index) in PathTo(row.State).Select((v, i) => (v, i)))
            {
                clock.Now = index == 0 ? submitted : demo.Now.AddDays(-(row.PublishedDaysAgo ?? (row.SubmittedDaysAgo ?? 1) - 0.5)).AddHours(5 * (index - 1));
                var transition = definition.LifeCycle.Transitions.First(t => t.Verb == verb && t.From.Contains(record.Status));
                var actor = (transition.By & Party.Bureau) != 0 && (transition.By & Party.Owner) == 0 ? Officer
                    : transition.By == Party.System ? Actor.System : author;
                // Demo records are fixed data: an incomplete one may stand for a record that was returned for it.
                store.Apply(record, transition with { ChecksContent = false }, actor, transition.NeedsReason ? row.Reason : null);
                record.SubmittedAt ??= transition.ChecksContent ? clock.Now : null;
            }

            // Fairly old demo records were confirmed again, or half the district would be expired at first sight.
            if (record.ValidUntil is { } until && until < demo.Now.AddDays(7))
            {
                record.ValidUntil = demo.Now.AddDays(20);
            }

            if (row.Revision is not null)
            {
                clock.Now = demo.Now.AddDays(-(row.RevisionSubmittedDaysAgo ?? 1));
                record.Content = Complete(row.Revision);
                record.Revision = RevisionState.Submitted;
                record.DueAt = WorkingDays.After(clock.Now, 2);
                store.Touch(record);
                store.Write(record, author, RevisionMoves.Submit, new("提交修改稿", "submitted a revision"), null,
                    ContentForm<TContent>.Differences(record.PublishedContent!, record.Content));
            }
        }

        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    // The facts of the organisations may still be under way: the copy is made here from the same file, at version 0,
    // so that the fact replaces it.
    private async Task AddOrganisationsAsync(DemoFolder demo, CancellationToken cancellation)
    {
        foreach (var row in await demo.ReadAsync<Organisation>("organisations.json", cancellation))
        {
            var id = DemoFolder.IdOf("organisation", row.Key);
            if (await db.Organisations.FindAsync([id], cancellation) is null)
            {
                db.Organisations.Add(new KnownOrganisation
                {
                    Id = id,
                    Name = row.Name,
                    ShortName = row.ShortName,
                    Kind = row.Kind,
                    Approved = row.Status == "approved",
                    Industry = row.Industry,
                    Town = row.Town,
                    SizeBand = row.SizeBand,
                });
            }
        }

        await db.SaveChangesAsync(cancellation);
    }

    private sealed record Row(
        string SourceId, string Organisation, string Author, string State, double? SubmittedDaysAgo, double? PublishedDaysAgo,
        string? Reason, TContent Content, TContent? Revision, double? RevisionSubmittedDaysAgo);

    private sealed record Account(string Key, string Name);

    private sealed record Organisation(
        string Key, OrganisationKind Kind, string Name, string ShortName, string? Industry, string? Town, string? SizeBand, string Status);

    private sealed class DemoClock : TimeProvider
    {
        public DateTime Now { get; set; }

        public override DateTimeOffset GetUtcNow() => new(Now, TimeSpan.Zero);
    }
}
