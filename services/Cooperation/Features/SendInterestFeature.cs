using Matchmaking.Contracts;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Cooperation.Data;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Cooperation.Features;

/// <summary>Sends an expression of interest in a record of another organisation.</summary>
internal static class SendInterestFeature
{
    private const int Quota = 30;
    private const int ShortestMessage = 10;
    private const int LongestMessage = 500;
    private const int MostProfiles = 10;
    private static readonly InterestStatus[] Open = [InterestStatus.Sent, InterestStatus.Seen, InterestStatus.Asked];

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/interests", HandleAsync)
        .WithName("cooperation.interests.send").WithSummary("Express interest in a record of another organisation").RequireAuthorization(Policies.Member);

    private static async Task<IResult> HandleAsync(SendInterest request, Actor actor, InterestStore store, CancellationToken cancellation)
    {
        if (actor.OrganisationId is not { } organisation || actor.IsOrganizer)
        {
            throw ProblemException.Forbidden("意向由企业、院校或专家发出", "Interests are sent by enterprises, universities and experts");
        }

        await store.RefuseSuspendedAsync(actor, cancellation);
        var db = store.Db;
        var item = await db.Items.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.ItemId && i.Kind == request.ItemKind, cancellation);
        // Kept away looks like gone: the answer must not confirm who an anonymous owner is.
        if (item is null || !item.Visible || item.Level > Disclosure.L1 || Avoidance.Holds(item.Avoid, organisation, actor.OrganisationName))
        {
            throw NoLongerOpen();
        }

        var own = await OwnAsync(request, actor, store, cancellation);
        Check(request, actor, item, own, organisation);
        var apart = await KeepsAwayAsync(actor, own, item, db, cancellation);
        if (apart && item.Named)
        {
            throw NoLongerOpen();
        }

        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null;
        await store.HoldAsync([organisation, item.OrganisationId], cancellation);
        await store.RefuseSuspendedAsync(actor, cancellation);
        await RefuseClosedAsync(store, item, cancellation);
        await RefuseSecondAsync(store, organisation, item.Id, cancellation);

        var now = store.Now;
        var dayAgo = now.AddDays(-1);
        // Those withdrawn count for a day: each was a message to the other side all the same.
        if (await db.Interests.CountAsync(
            i => i.SenderOrganisationId == organisation
                && (Open.Contains(i.Status) || (i.Status == InterestStatus.Withdrawn && i.SentAt > dayAgo)), cancellation) >= Quota)
        {
            throw ProblemException.Rule(
                "quota", $"贵单位已有 {Quota} 条意向在等答复或在 24 小时内撤回，请等对方答复，或明天再发",
                $"{Quota} interests of your organisation wait for an answer or were withdrawn within 24 hours. Wait for answers, or until tomorrow");
        }

        var interest = new Interest
        {
            Number = await store.NextNumberAsync(now, cancellation),
            ItemKind = item.Kind,
            ItemId = item.Id,
            ItemNumber = item.Number,
            ItemTitle = item.Title,
            OwnKind = own?.Kind,
            OwnId = own?.Id,
            OwnNumber = own?.Number,
            OwnTitle = own?.Title,
            SenderOrganisationId = organisation,
            SenderName = await store.NameAsync(organisation, cancellation) ?? actor.OrganisationName ?? "",
            SenderAccountId = actor.AccountId,
            SenderNamed = own?.Named ?? actor.Kind is OrganisationKind.University or OrganisationKind.Institute,
            ReceiverOrganisationId = item.OrganisationId,
            ReceiverName = await store.NameAsync(item.OrganisationId, cancellation) ?? item.OrganisationName,
            ReceiverAccountId = item.AuthorId,
            ReceiverNamed = item.Named,
            Held = apart,
            Message = request.Message.Trim(),
            SenderContact = request.Contact,
            SentAt = now,
        };
        store.Apply(interest, InterestStatus.Sent, InterestSide.Sender, actor, "send", interest.Message, apart ? "held, the sender keeps the receiver away" : null);
        db.Interests.Add(interest);
        try
        {
            await db.SaveChangesAsync(cancellation);
            if (transaction is not null)
            {
                await transaction.CommitAsync(cancellation);
            }
        }
        catch (DbUpdateException)
        {
            // A twin sent at the same moment passed the check too; the index let one of them in.
            db.ChangeTracker.Clear();
            await RefuseSecondAsync(store, organisation, item.Id, cancellation);
            throw;
        }

        return TypedResults.Created($"/api/cooperation/interests/{interest.Id}", interest.For(InterestSide.Sender, now));
    }

    private static async Task RefuseClosedAsync(InterestStore store, Item item, CancellationToken cancellation)
    {
        if (await store.Db.Organisations.AnyAsync(o => o.Id == item.OrganisationId && o.Suspended, cancellation))
        {
            throw NoLongerOpen();
        }
    }

    private static async Task RefuseSecondAsync(InterestStore store, Guid organisation, Guid item, CancellationToken cancellation)
    {
        if (await store.Db.Interests.AnyAsync(i => i.SenderOrganisationId == organisation && i.ItemId == item && Open.Contains(i.Status), cancellation))
        {
            throw ProblemException.Rule("already-sent", "贵单位对这条记录已有一条意向在办理，请在“意向”里继续", "Your organisation has an open interest in this record already");
        }
    }

    private static async Task<Item?> OwnAsync(SendInterest request, Actor actor, InterestStore store, CancellationToken cancellation)
    {
        if (request is not { OwnKind: { } kind, OwnId: { } id })
        {
            return null;
        }

        var own = await store.Db.Items.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.Kind == kind, cancellation);
        // A profile is its author's own; the liaison office sees those of its unit.
        return own is { Visible: true } && actor.BelongsTo(own.OrganisationId)
            && Readership.Reads(own.Kind == RecordKind.Expert, own.AuthorId == actor.AccountId, actor.Roles)
            ? own
            : throw ProblemException.Invalid("ownId", "请选择本单位已公开的一条记录", "Choose a published record of your own organisation");
    }

    // By the record that is offered, and by the sender's own profile, offered or not.
    private static async Task<bool> KeepsAwayAsync(Actor actor, Item? own, Item item, CooperationDbContext db, CancellationToken cancellation)
    {
        var profiles = await db.Items.AsNoTracking().Where(i => i.Kind == RecordKind.Expert && i.AuthorId == actor.AccountId && i.Visible)
            .OrderBy(i => i.Id).Take(MostProfiles).Select(i => i.Avoid).ToListAsync(cancellation);
        return profiles.Append(own?.Avoid ?? []).Any(a => Avoidance.Holds(a, item.OrganisationId, item.OrganisationName));
    }

    private static void Check(SendInterest request, Actor actor, Item item, Item? own, Guid organisation)
    {
        List<FieldFault> faults = [];
        var length = request.Message?.Trim().Length ?? 0;
        if (length is < ShortestMessage or > LongestMessage)
        {
            faults.Add(new("message", new(
                $"请写明想一起做什么，{ShortestMessage}–{LongestMessage} 字，现在 {length} 字", $"Say what to do together in {ShortestMessage}–{LongestMessage} characters; it has {length}")));
        }

        faults.AddRange(ContactRules.Check(request.Contact));
        if (item.OrganisationId == organisation)
        {
            faults.Add(new("itemId", new("这是本单位自己的记录", "This is a record of your own organisation")));
        }

        var needSide = item.Kind == RecordKind.Need;
        if (needSide ? !(actor.Is(Roles.Liaison) || actor.Is(Roles.Expert) || actor.Is(Roles.Broker)) : !(actor.Is(Roles.Enterprise) || actor.Is(Roles.Broker)))
        {
            faults.Add(new("itemId", needSide
                ? new("需求由高校院所和专家回应", "Needs are answered by universities, institutes and experts")
                : new("成果和专家由企业联系", "Achievements and experts are approached by enterprises")));
        }

        if (own is not null && (own.Kind == RecordKind.Need) == needSide)
        {
            faults.Add(new("ownId", new("对需求表达意向时请选成果或专家，反之请选需求", "With a need name an achievement or expert, otherwise a need")));
        }

        if (faults.Count > 0)
        {
            throw ProblemException.Invalid(faults);
        }
    }

    private static ProblemException NoLongerOpen() =>
        ProblemException.NotFound("这条记录已不再公开，不能表达意向", "This record is no longer open");
}
