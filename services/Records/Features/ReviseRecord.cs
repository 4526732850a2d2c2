using Matchmaking.Hosting;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;

namespace Matchmaking.Records.Features;

/// <summary>Carries out a move of a visible record's revision.</summary>
internal static class ReviseRecord
{
    private const int ReviewWithin = 2;

    public static void Apply<TDb, TRecord, TContent, TStatus>(
        RecordStore<TDb, TRecord, TContent, TStatus> store, TRecord record, RevisionMove move, Actor actor, string? reason)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        var definition = store.Definition;
        var before = RecordStore<TDb, TRecord, TContent, TStatus>.StateOf(record);
        IReadOnlyList<FieldDifference> changes = [];
        switch (move.Verb)
        {
            case RevisionMoves.Submit:
                record.Content = store.Accept(record.Content, complete: true);
                changes = ContentForm<TContent>.Differences(record.PublishedContent!, record.Content);
                break;
            case RevisionMoves.Discard:
                record.Content = record.PublishedContent!;
                break;
            case RevisionMoves.Accept:
                changes = ContentForm<TContent>.Differences(record.PublishedContent!, record.Content);
                store.Approve(record);
                record.ValidUntil = store.Now + definition.Validity;
                break;
        }

        record.Revision = move.To;
        record.ReturnReason = reason;
        record.DueAt = move.To == RevisionState.Submitted ? WorkingDays.After(store.Now, ReviewWithin) : null;
        store.Touch(record);
        store.Write(record, actor, move.Verb, move.Sentence, reason, changes);
        store.Audit(record, actor, move.Verb, move.Label, before, RecordStore<TDb, TRecord, TContent, TStatus>.StateOf(record));
        if (move.Verb == RevisionMoves.Accept)
        {
            store.Publish(record);
        }
    }
}
