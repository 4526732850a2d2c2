namespace Matchmaking.Contracts.Notifications;

/// <summary>A mail must go out. The template is data of the Notifications service, in two languages.</summary>
/// <param name="Id">Id of the mail: sent once, however often the fact arrives.</param>
/// <param name="To">Address.</param>
/// <param name="Language">zh-CN or en.</param>
/// <param name="Template">Name of the template.</param>
/// <param name="Values">Values for its placeholders.</param>
public sealed record MailRequested(
    Guid Id, long Version, DateTime OccurredAt, string To, string Language, string Template,
    IReadOnlyDictionary<string, string> Values) : IFact;

/// <summary>A message in a member's in-app inbox.</summary>
/// <param name="Link">Where it leads, an address path of the portal.</param>
/// <param name="Unsubscribe">Token of the link that stops further messages of this sort; null where they cannot be stopped.</param>
public sealed record NotificationView(Guid Id, DateTime At, string Title, string? Text, string? Link, bool Read, string? Unsubscribe = null);

/// <summary>How many are unread.</summary>
public sealed record UnreadCount(int Unread);
