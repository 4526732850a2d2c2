using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Records;
using Matchmaking.Cooperation.Data;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Hosting;

namespace Matchmaking.Cooperation;

/// <summary>The demo district's expressions of interest.</summary>
internal sealed class CooperationDemoLoader(CooperationDbContext db) : IDemoLoader
{
    public int Order => 20;

    public async Task LoadAsync(DemoFolder demo, CancellationToken cancellation)
    {
        var clock = new DemoClock();
        var store = new InterestStore(db, clock) { Audited = false };
        var organisations = (await demo.ReadAsync<Organisation>("organisations.json", cancellation)).ToDictionary(o => o.Key, o => o.Name);
        var accounts = (await demo.ReadAsync<Account>("accounts.json", cancellation)).ToDictionary(a => a.Key);
        var titles = await TitlesAsync(demo, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        foreach (var row in (await demo.ReadAsync<Row>("interests.json", cancellation)).OrderByDescending(r => r.DaysAgo))
        {
            var (sender, receiver) = (accounts[row.Sender], accounts[row.Receiver]);
            clock.Now = demo.Now.AddDays(-row.DaysAgo);
            var interest = new Interest
            {
                Id = DemoFolder.IdOf("interest", row.Key),
                Number = await store.NextNumberAsync(clock.Now, cancellation),
                ItemKind = row.ItemKind,
                ItemId = DemoFolder.IdOf(Word(row.ItemKind), row.ItemKey),
                ItemNumber = titles[row.ItemKey].Number,
                ItemTitle = titles[row.ItemKey].Title,
                OwnKind = row.OwnKind,
                OwnId = row.OwnKey is null ? null : DemoFolder.IdOf(Word(row.OwnKind!.Value), row.OwnKey),
                OwnNumber = row.OwnKey is null ? null : titles[row.OwnKey].Number,
                OwnTitle = row.OwnKey is null ? null : titles[row.OwnKey].Title,
                SenderOrganisationId = DemoFolder.IdOf("organisation", sender.Organisation),
                SenderName = organisations[sender.Organisation],
                SenderAccountId = DemoFolder.IdOf("account", row.Sender),
                SenderNamed = row.ItemKind == RecordKind.Need,
                ReceiverOrganisationId = DemoFolder.IdOf("organisation", receiver.Organisation),
                ReceiverName = organisations[receiver.Organisation],
                ReceiverAccountId = DemoFolder.IdOf("account", row.Receiver),
                ReceiverNamed = row.ItemKind != RecordKind.Need,
                Message = row.Message,
                SenderContact = row.Contact,
                SentAt = clock.Now,
            };
            db.Interests.Add(interest);
            Move(InterestStatus.Sent, InterestSide.Sender, "send", row.Message, row.DaysAgo);
            if (row.SeenDaysAgo is { } seen)
            {
                Move(InterestStatus.Seen, InterestSide.Receiver, InterestMoves.Seen, null, seen);
            }

            foreach (var turn in row.Turns ?? [])
            {
                var asks = turn.By == "receiver";
                Move(asks ? InterestStatus.Asked : InterestStatus.Seen, asks ? InterestSide.Receiver : InterestSide.Sender, asks ? InterestMoves.Ask : InterestMoves.Answer, turn.Text, turn.DaysAgo);
            }

            Close(row);

            void Move(InterestStatus status, InterestSide side, string verb, string? text, double daysAgo)
            {
                clock.Now = demo.Now.AddDays(-daysAgo);
                store.Apply(interest, status, side, Actor.System with
                {
                    AccountId = DemoFolder.IdOf("account", side == InterestSide.Sender ? row.Sender : row.Receiver),
                    Name = side == InterestSide.Sender ? sender.Name : receiver.Name,
                }, verb, text);
            }

            void Close(Row source)
            {
                var at = source.ClosedDaysAgo ?? Math.Max(0, source.DaysAgo - 2);
                switch (source.State)
                {
                    case "accepted":
                        interest.ReceiverContact = source.ReceiverContact;
                        Move(InterestStatus.Accepted, InterestSide.Receiver, InterestMoves.Accept, null, at);
                        break;
                    case "declined":
                        interest.DeclineReason = source.DeclineReason;
                        interest.DeclineNote = source.DeclineNote;
                        Move(InterestStatus.Declined, InterestSide.Receiver, InterestMoves.Decline, source.DeclineNote, at);
                        break;
                    case "withdrawn":
                        Move(InterestStatus.Withdrawn, InterestSide.Sender, InterestMoves.Withdraw, null, at);
                        break;
                }
            }
        }

        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<Dictionary<string, (string Number, string Title)>> TitlesAsync(DemoFolder demo, CancellationToken cancellation)
    {
        var found = new Dictionary<string, (string, string)>();
        foreach (var (file, prefix) in new[] { ("needs.json", "N"), ("achievements.json", "A"), ("experts.json", "E") })
        {
            var numbers = await demo.NumbersAsync(file, prefix, cancellation);
            foreach (var row in await demo.ReadAsync<Titled>(file, cancellation))
            {
                found[row.SourceId] = (numbers[row.SourceId], row.Content.Name is { } name ? $"{name} {row.Content.Title}（{row.Content.Discipline}）" : row.Content.Title);
            }
        }

        return found;
    }

    private static string Word(RecordKind kind) => kind switch { RecordKind.Need => "need", RecordKind.Achievement => "achievement", _ => "expert" };

    private sealed record Row(
        string Key, RecordKind ItemKind, string ItemKey, RecordKind? OwnKind, string? OwnKey, string Sender, string Receiver, string Message,
        Contact Contact, Contact? ReceiverContact, string State, double DaysAgo, double? SeenDaysAgo, double? ClosedDaysAgo,
        DeclineReason? DeclineReason, string? DeclineNote, List<Turn>? Turns);

    private sealed record Turn(string By, double DaysAgo, string Text);

    private sealed record Organisation(string Key, string Name);

    private sealed record Account(string Key, string Organisation, string Name);

    private sealed record Titled(string SourceId, TitledContent Content);

    private sealed record TitledContent(string Title, string? Name, string? Discipline);

    private sealed class DemoClock : TimeProvider
    {
        public DateTime Now { get; set; }

        public override DateTimeOffset GetUtcNow() => new(Now, TimeSpan.Zero);
    }
}
