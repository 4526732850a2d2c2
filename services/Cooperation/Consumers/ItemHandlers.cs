using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Cooperation.Data;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Messaging;

namespace Matchmaking.Cooperation.Consumers;

/// <summary>Keeps the local copy of records that interests may name.</summary>
internal static class Items
{
    public static async Task PutAsync<TContent>(
        CooperationDbContext db, RecordKind kind, IFact fact, FactContext context, RecordSnapshot<TContent> snapshot, string title,
        CancellationToken cancellation)
    {
        // Before the item, as whoever renames the organisation does: the name that comes with a record may be an older one.
        var owner = await db.HoldAsync(new KnownOrganisation { Id = snapshot.OrganisationId }, cancellation);
        var blank = new Item { Id = fact.Id, Kind = kind, Number = snapshot.Number, Title = title, OrganisationName = snapshot.OrganisationName };
        if (await db.TakeAsync(blank, fact, context, cancellation) is not { } item)
        {
            return;
        }

        item.Visible = snapshot.Visible;
        item.Level = snapshot.Level;
        item.Number = snapshot.Number;
        item.Title = snapshot.Visible ? title : item.Title;
        item.OrganisationId = snapshot.OrganisationId;
        item.OrganisationName = owner.Name ?? snapshot.OrganisationName;
        item.Named = snapshot.Named;
        item.AuthorId = snapshot.AuthorId;
        item.Avoid = snapshot.Avoid;
        await db.SaveChangesAsync(cancellation);
    }
}

internal sealed class NeedItemHandler(CooperationDbContext db) : ICopyHandler<NeedChanged>
{
    public Task HandleAsync(NeedChanged fact, FactContext context, CancellationToken cancellation) =>
        Items.PutAsync(db, RecordKind.Need, fact, context, fact.Need, fact.Need.Content.Title, cancellation);
}

internal sealed class AchievementItemHandler(CooperationDbContext db) : ICopyHandler<AchievementChanged>
{
    public Task HandleAsync(AchievementChanged fact, FactContext context, CancellationToken cancellation) =>
        Items.PutAsync(db, RecordKind.Achievement, fact, context, fact.Achievement, fact.Achievement.Content.Title, cancellation);
}

internal sealed class ExpertItemHandler(CooperationDbContext db) : ICopyHandler<ExpertChanged>
{
    public Task HandleAsync(ExpertChanged fact, FactContext context, CancellationToken cancellation) =>
        Items.PutAsync(
            db, RecordKind.Expert, fact, context, fact.Expert,
            $"{fact.Expert.Content.Name} {fact.Expert.Content.Title}（{fact.Expert.Content.Discipline}）", cancellation);
}
