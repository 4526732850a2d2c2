using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Records.Domain;

namespace Matchmaking.Records.Features;

/// <summary>Turns records into what a reader may see.</summary>
public static class RecordViews
{
    /// <summary>The record for one reader.</summary>
    public static RecordView<TContent> View<TRecord, TContent, TStatus>(
        this RecordDefinition<TRecord, TContent, TStatus> definition, TRecord record, Disclosure tier, Actor reader, string? organisationName)
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        var party = definition.PartyOf(record, reader);
        var inside = party != Party.None;
        var source = inside ? record.Content : record.PublishedContent!;
        var named = inside || tier >= Disclosure.L2 || (definition.IsNamed(source) && (tier >= Disclosure.L1 || definition.Kind != RecordKind.Need));
        return new RecordView<TContent>(
            record.Id, record.Number, RecordDefinition<TRecord, TContent, TStatus>.StatusName(record.Status), inside ? record.Version : record.PublicVersion,
            named ? record.OrganisationId : null, named ? organisationName : null,
            ContentForm<TContent>.Redact(source, tier), tier, definition.IsOwner(record, reader),
            definition.Moves(record, party, reader.Language), definition.Life(record, inside, reader.Language),
            record.CreatedAt, inside ? record.UpdatedAt : record.PublicAt, record.SubmittedAt, record.PublishedAt, record.ValidUntil,
            inside ? record.DueAt : null, inside ? record.ReturnReason : null,
            inside && record.Revision == RevisionState.Submitted, record.MergedInto, inside ? record.AuthorName : null, record.Withheld);
    }

    /// <summary>A row of a list for the owner or the bureau.</summary>
    public static RecordRow Row<TRecord, TContent, TStatus>(
        this RecordDefinition<TRecord, TContent, TStatus> definition, TRecord record, string? organisationName)
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum =>
        new(record.Id, record.Number, RecordDefinition<TRecord, TContent, TStatus>.StatusName(record.Status), record.Title,
            record.Field, record.Industry, organisationName, record.UpdatedAt, record.SubmittedAt, record.PublishedAt, record.DueAt,
            record.ValidUntil, record.ReturnReason, record.Revision == RevisionState.Submitted, record.AuthorName, record.Withheld);

    private static List<MoveView> Moves<TRecord, TContent, TStatus>(
        this RecordDefinition<TRecord, TContent, TStatus> definition, TRecord record, Party party, string language)
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        party &= record.Withheld ? Party.Bureau : ~Party.System;
        List<MoveView> moves = [.. definition.LifeCycle.Open(record.Status, party)
            .Select(t => new MoveView(t.Verb, t.Label.In(language), t.NeedsReason, t.Primary))];
        moves.AddRange(RevisionMoves.Open(record.Revision, definition.IsVisible(record), party)
            .Select(m => new MoveView(m.Verb, m.Label.In(language), m.NeedsReason, true)));
        return moves;
    }

    private static LifeStep[] Life<TRecord, TContent, TStatus>(
        this RecordDefinition<TRecord, TContent, TStatus> definition, TRecord record, bool inside, string language)
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        var now = 0;
        for (var i = 0; i < definition.Steps.Count; i++)
        {
            if (definition.Steps[i].Current.Contains(record.Status))
            {
                now = i;
            }
        }

        return [.. definition.Steps.Select((step, i) => new LifeStep(
            step.Label.In(language), i < now ? "done" : i == now ? "now" : "next", inside ? Note(i) : null))];

        string? Note(int index) => index switch
        {
            0 => Day(record.CreatedAt),
            1 when record.SubmittedAt is { } at && now >= 1 => Day(at),
            2 when record.PublishedAt is { } at && now >= 2 => Day(at),
            _ => null,
        };

        string Day(DateTime utc)
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(utc, WorkingDays.Zone);
            return new LocalText($"{local.Month} 月 {local.Day} 日", local.ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture)).In(language);
        }
    }
}
