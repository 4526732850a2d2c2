using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Cooperation.Data;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Cooperation;

/// <summary>Loads interests with ownership in the query, and changes them with history and fact in one transaction.</summary>
internal sealed class InterestStore(CooperationDbContext db, TimeProvider time)
{
    private static readonly InterestStatus[] Open = [InterestStatus.Sent, InterestStatus.Seen, InterestStatus.Asked];

    public CooperationDbContext Db => db;

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Whether steps are noted in the audit trail; not those of demo interests, which nobody took.</summary>
    public bool Audited { get; init; } = true;

    /// <summary>Loads an interest that the reader is a side of.</summary>
    /// <exception cref="ProblemException">404 for anybody else.</exception>
    public async Task<(Interest Interest, InterestSide Side)> LoadAsync(Guid id, Actor reader, CancellationToken cancellation)
    {
        var interest = await db.Interests.SingleOrDefaultAsync(i => i.Id == id, cancellation);
        var side = interest is null ? InterestSide.None : SideOf(interest, reader);
        return side == InterestSide.None
            ? throw ProblemException.NotFound("没有找到这条意向，或它不对您公开", "This interest does not exist or is not open to you")
            : (interest!, side);
    }

    /// <summary>Interests that a reader may see.</summary>
    public IQueryable<Interest> Visible(Actor reader)
    {
        if (reader.IsOrganizer)
        {
            return db.Interests;
        }

        var organisation = reader.OrganisationId ?? Guid.Empty;
        var account = reader.AccountId;
        return IsExpertOnly(reader)
            ? db.Interests.Where(i => i.SenderAccountId == account || (i.ItemKind == RecordKind.Expert && i.ReceiverAccountId == account && !i.Held))
            : db.Interests.Where(i => i.SenderOrganisationId == organisation || (i.ReceiverOrganisationId == organisation && !i.Held));
    }

    /// <summary>Which side the reader is; the bureau sees all and acts on none.</summary>
    public static InterestSide SideOf(Interest interest, Actor reader)
    {
        if (IsExpertOnly(reader))
        {
            return interest.SenderAccountId == reader.AccountId ? InterestSide.Sender
                : interest is { ItemKind: RecordKind.Expert, Held: false } && interest.ReceiverAccountId == reader.AccountId ? InterestSide.Receiver
                : InterestSide.None;
        }

        return reader.BelongsTo(interest.SenderOrganisationId) ? InterestSide.Sender
            : !interest.Held && reader.BelongsTo(interest.ReceiverOrganisationId) ? InterestSide.Receiver
            : reader.IsOrganizer ? InterestSide.Bureau
            : InterestSide.None;
    }

    /// <summary>Moves the interest on, starts the clock of the next side, and publishes.</summary>
    /// <param name="detail">What changed beside the status, for the audit trail.</param>
    public void Apply(
        Interest interest, InterestStatus status, InterestSide side, Actor actor, string verb, string? text, string? detail = null)
    {
        var now = Now;
        var before = interest.Version == 0 ? null : StateOf(interest.Status);
        interest.Status = status;
        interest.Version++;
        interest.UpdatedAt = now;
        if (status == InterestStatus.Accepted)
        {
            // Agreements are recorded on an accepted interest, which was accepted once.
            interest.AcceptedAt ??= now;
        }

        interest.Turns = [.. interest.Turns, new Turn(
            now, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(side.ToString()), actor.Name, verb, text, actor.IsSignedIn ? actor.AccountId : null)];
        interest.Paused &= interest.IsOpen;
        if (verb != InterestMoves.Seen)
        {
            interest.DueAt = interest is { IsOpen: true, Paused: false } ? WorkingDays.After(now, InterestMoves.AnswerWithin) : null;
        }

        if (Audited)
        {
            // For the bureau alone: before acceptance neither side may learn who acts on the other.
            db.Note(
                actor, now, $"interest.{verb}", InterestMoves.LabelOf(verb), null, interest.Id,
                $"{interest.Number} · {interest.ItemNumber}", before, detail is null ? StateOf(status) : $"{StateOf(status)}: {detail}");
        }

        Publish(interest);
    }

    /// <summary>Pauses the organisation's open interests where it is suspended, else starts their clock anew.</summary>
    public async Task PauseAsync(KnownOrganisation organisation, CancellationToken cancellation)
    {
        var (id, suspended) = (organisation.Id, organisation.Suspended);
        var affected = await db.Interests
            .Where(i => Open.Contains(i.Status) && (suspended || i.Paused) && (i.SenderOrganisationId == id || i.ReceiverOrganisationId == id))
            .ToListAsync(cancellation);
        foreach (var interest in affected)
        {
            var other = interest.SenderOrganisationId == id ? interest.ReceiverOrganisationId : interest.SenderOrganisationId;
            if (suspended && interest.Paused)
            {
                // Nothing new where it was suspended already.
                if (!db.Entry(organisation).Property(o => o.Suspended).IsModified)
                {
                    continue;
                }

                // Paused by the other side, which may be reinstated at this very moment without having seen this suspension:
                // one of the two finds the version changed, and looks again.
                interest.Version++;
            }
            else if (suspended || !await db.Organisations.AnyAsync(o => o.Id == other && o.Suspended, cancellation))
            {
                interest.Paused = suspended;
                Apply(interest, interest.Status, InterestSide.Bureau, Actor.System, suspended ? "pause" : "resume", null);
            }
        }
    }

    /// <summary>Gives an organisation's items and interests its present name; the organisation is held.</summary>
    public async Task RenameAsync(Guid organisation, string name, CancellationToken cancellation)
    {
        await db.Items.Where(i => i.OrganisationId == organisation && i.OrganisationName != name)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.OrganisationName, name), cancellation);
        await db.Interests.Where(i => i.SenderOrganisationId == organisation && i.SenderName != name)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.SenderName, name), cancellation);
        await db.Interests.Where(i => i.ReceiverOrganisationId == organisation && i.ReceiverName != name)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.ReceiverName, name), cancellation);
    }

    /// <summary>
    /// Holds organisations until the end of the transaction: a suspension and an interest that it must pause then come one
    /// after the other, and the second sees the first.
    /// </summary>
    public async Task HoldAsync(IEnumerable<Guid> organisations, CancellationToken cancellation)
    {
        // In one order everywhere, or two would wait for each other.
        foreach (var id in organisations.Order())
        {
            await db.HoldAsync(new KnownOrganisation { Id = id }, cancellation);
        }
    }

    /// <summary>The present name of an organisation that is held; null where no fact has told it.</summary>
    public async Task<string?> NameAsync(Guid organisation, CancellationToken cancellation) =>
        (await db.Organisations.FindAsync([organisation], cancellation))?.Name;

    /// <summary>A token outlives the suspension of its organisation by up to half an hour.</summary>
    /// <exception cref="ProblemException">403: the actor's organisation is suspended.</exception>
    public async Task RefuseSuspendedAsync(Actor actor, CancellationToken cancellation)
    {
        if (await IsSuspendedAsync(actor, cancellation))
        {
            throw ProblemException.Forbidden("贵单位已被暂停，恢复前不能办理，请联系主管部门", "Your organisation is suspended. Ask the bureau");
        }
    }

    /// <summary>Whether the actor's organisation is suspended.</summary>
    public Task<bool> IsSuspendedAsync(Actor actor, CancellationToken cancellation) =>
        db.Organisations.AnyAsync(o => o.Id == actor.OrganisationId && o.Suspended, cancellation);

    public void Publish(Interest interest) => db.Publish(ToFact(interest));

    /// <summary>What other services may know of an interest.</summary>
    public static InterestChanged ToFact(Interest interest) => new(
        interest.Id, interest.Version, interest.UpdatedAt,
        new InterestSnapshot(
            interest.Number, interest.Status, interest.ItemKind, interest.ItemId, interest.ItemTitle, interest.OwnKind, interest.OwnId,
            interest.SenderOrganisationId, interest.SenderAccountId,
            // A held one has nobody at the other end who could be told of it.
            interest.Held ? Guid.Empty : interest.ReceiverOrganisationId, interest.Held ? null : interest.ReceiverAccountId, interest.DueAt,
            interest.Status == InterestStatus.Accepted ? [.. interest.Ndas.Where(n => n.RevokedAt is null).Select(n => n.RecordId)] : []));

    /// <summary>Interests that a person sent or acted on.</summary>
    public Task<List<Interest>> OfPersonAsync(Guid account, CancellationToken cancellation) =>
#pragma warning disable EF1002 // the table's name comes from the model, the values are parameters
        db.Interests.FromSqlRaw(
            $"SELECT * FROM {TableOf<Interest>()} WHERE \"SenderAccountId\" = {{0}} OR \"Turns\" LIKE {{1}}", account, $"%{account}%").ToListAsync(cancellation);
#pragma warning restore EF1002

    /// <summary>The next human number of a year.</summary>
    public async Task<string> NextNumberAsync(DateTime now, CancellationToken cancellation)
    {
        var key = $"I-{TimeZoneInfo.ConvertTimeFromUtc(now, WorkingDays.Zone).Year}";
#pragma warning disable EF1002 // the table's name comes from the model, the key is a parameter
        var values = await db.Database.SqlQueryRaw<long>(
            $"INSERT INTO {TableOf<Counter>()} AS c (\"Key\", \"Value\") VALUES ({{0}}, 1) ON CONFLICT (\"Key\") DO UPDATE SET \"Value\" = c.\"Value\" + 1 RETURNING \"Value\"",
            key).ToListAsync(cancellation);
#pragma warning restore EF1002
        return $"{key}-{values.Single():0000}";
    }

    private string TableOf<T>()
    {
        var table = db.Model.FindEntityType(typeof(T))!;
        return (table.GetSchema() is { } schema ? $"\"{schema}\"." : "") + $"\"{table.GetTableName()}\"";
    }

    private static string StateOf(InterestStatus status) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private static bool IsExpertOnly(Actor reader) => Readership.ActsAlone(reader.Roles);
}
