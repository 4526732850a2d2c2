using System.Globalization;
using System.Text;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Notifications.Data;
using Matchmaking.Notifications.Domain;
using Matchmaking.Notifications.Mail;

namespace Matchmaking.Notifications.Consumers;

/// <summary>Tells a member, in the inbox and by mail, what appeared for what it watches, and why.</summary>
internal sealed class WatchNews(NotificationsDbContext db, MailQueue queue, IConfiguration configuration) : IFactHandler<WatchMatched>
{
    private const int LongestTitle = 300;
    private const int LongestText = 600;
    private const string Watches = "/work/watches";

    public async Task HandleAsync(WatchMatched fact, FactContext context, CancellationToken cancellation)
    {
        var match = fact.Match;
        // Who is gone is told nothing; an account that is not known yet cannot have watches.
        if (match.Matches is not [var first, ..] || await db.People.FindAsync([match.AccountId], cancellation) is not { Active: true } person)
        {
            return;
        }

        var count = match.Matches.Count + match.More;
        var title = match.Digest
            ? new LocalText($"本周有 {count} 条新记录与您关注的内容有关", $"{count} new records this week for what you watch")
            : new LocalText($"您关注的“{first.WatchName}”有了新的合适记录：{first.Title}", $"Something new suits '{first.WatchName}': {first.Title}");
        var link = match.Digest ? Watches : PathOf(first);
        db.Notifications.Add(new Notification
        {
            Id = fact.Id,
            AccountId = person.Id,
            At = fact.OccurredAt,
            TitleZh = Cut(title.Zh, LongestTitle),
            TitleEn = Cut(title.En, LongestTitle),
            Text = Cut(match.Digest ? string.Join('\n', match.Matches.Select(m => $"{m.Number} {m.Title}")) : Why(first, person.Language), LongestText),
            Link = link,
            Unsubscribe = match.Unsubscribe,
        });
        if (person.Email is { Length: > 0 } address)
        {
            await MailAsync(fact, person, address, count, link, cancellation);
        }

        await db.SaveChangesAsync(cancellation);
    }

    private async Task MailAsync(
        WatchMatched fact, Person person, string address, int count, string link, CancellationToken cancellation)
    {
        var (match, portal) = (fact.Match, configuration.PublicUrl());
        var items = new StringBuilder();
        foreach (var item in match.Matches)
        {
            items.AppendLine($"· {item.Title}（{item.Number}）");
            items.AppendLine("  " + (match.Digest ? $"{item.WatchName}{Colon(person)}" : "") + Why(item, person.Language));
            items.AppendLine($"  {portal}{PathOf(item)}");
        }

        await queue.WriteAsync(fact.Id, address, match.Digest ? "watch-digest" : "watch-match", person.Language, new Dictionary<string, string>
        {
            ["name"] = match.Matches[0].WatchName,
            ["count"] = count.ToString(CultureInfo.InvariantCulture),
            ["items"] = items.ToString(),
            ["link"] = portal + link,
            ["unsubscribe"] = $"{portal}/unsubscribe?token={match.Unsubscribe}",
        }, cancellation, unsubscribe: $"{portal}/api/search/watches/unsubscribe?token={match.Unsubscribe}");
    }

    // The chance where it was measured, the words that match, and where they stand.
    private static string Why(WatchMatch match, string language)
    {
        List<string> said = [];
        if (match.Chance is { } chance)
        {
            var percent = Math.Round(Math.Min(chance, 0.95) * 100).ToString(CultureInfo.InvariantCulture);
            said.Add(new LocalText($"有用的可能约 {percent}%", $"about {percent}% likely to be useful").In(language));
        }

        if (match.Words.Count > 0)
        {
            said.Add(new LocalText("相同的词：" + string.Join('、', match.Words), "matching words: " + string.Join(", ", match.Words)).In(language));
        }

        if (match.Passage is { Length: > 0 } passage)
        {
            said.Add(new LocalText($"原文：{passage}", $"it says: {passage}").In(language));
        }

        return said.Count > 0
            ? string.Join(language == "en" ? "; " : "；", said)
            : new LocalText("符合全部筛选条件", "it meets all filters").In(language);
    }

    private static string Colon(Person person) => person.Language == "en" ? ": " : "：";

    private static string PathOf(WatchMatch match) => match.Kind switch
    {
        RecordKind.Need => $"/{ServiceNames.Needs}/{match.RecordId}",
        RecordKind.Achievement => $"/{ServiceNames.Achievements}/{match.RecordId}",
        _ => $"/{ServiceNames.Experts}/{match.RecordId}",
    };

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
