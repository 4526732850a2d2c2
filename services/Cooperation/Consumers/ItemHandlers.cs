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
        CooperationDbContext db, RecordKind kind, IFact fact, RecordSnapshot<TContent> snapshot, string title, CancellationToken cancellation)
    {
        var item = await db.Items.FindAsync([fact.Id], cancellation);
        if (item is null)
        {
            item = new Item { Id = fact.Id, Kind = kind, Number = snapshot.Number, Title = title, OrganisationName = snapshot.OrganisationName };
            db.Items.Add(item);
        }
        else if (item.Version >= fact.Version)
        {
            return;
        }

        item.Version = fact.Version;
        item.Visible = snapshot.Visible;
        item.Level = snapshot.Level;
        item.Number = snapshot.Number;
        item.Title = snapshot.Visible ? title : item.Title;
        item.OrganisationId = snapshot.OrganisationId;
        item.OrganisationName = snapshot.OrganisationName;
        item.Named = snapshot.Named;
        item.AuthorId = snapshot.AuthorId;
        item.Avoid = snapshot.Avoid;
        await db.SaveChangesAsync(cancellation);
    }
}

internal sealed class NeedItemHandler(CooperationDbContext db) : IFactHandler<NeedChanged>
{
    public Task HandleAsync(NeedChanged fact, FactContext context, CancellationToken cancellation) =>
        Items.PutAsync(db, RecordKind.Need, fact, fact.Need, fact.Need.Content.Title, cancellation);
}

internal sealed class AchievementItemHandler(CooperationDbContext db) : IFactHandler<AchievementChanged>
{
    public Task HandleAsync(AchievementChanged fact, FactContext context, CancellationToken cancellation) =>
        Items.PutAsync(db, RecordKind.Achievement, fact, fact.Achievement, fact.Achievement.Content.Title, cancellation);
}

internal sealed class ExpertItemHandler(CooperationDbContext db) : IFactHandler<ExpertChanged>
{
    public Task HandleAsync(ExpertChanged fact, FactContext context, CancellationToken cancellation) =>
        Items.PutAsync(
            db, RecordKind.Expert, fact, fact.Expert,
            $"{fact.Expert.Content.Name} {fact.Expert.Content.Title}（{fact.Expert.Content.Discipline}）", cancellation);
}
