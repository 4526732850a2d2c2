using System.Security.Claims;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Services;

/// <summary>The reader's own name and numbers, to fill in contacts.</summary>
public sealed record MyContact(string? Name, string? Phone, string? Email)
{
    /// <summary>As the account has them.</summary>
    public static Task<MyContact> ReadAsync(Api api, ClaimsPrincipal user) =>
        api.GetOrAsync(ServiceNames.Identity, IdentityPaths.Me, new MyContact(user.FindFirst("name")?.Value, null, user.FindFirst("email")?.Value));

    /// <summary>As an own record has them; where it has none, as the reader wrote them last; else as the account has them.</summary>
    public static async Task<MyContact> ForAsync(Api api, ClaimsPrincipal user, RecordKind? kind = null, Guid? id = null)
    {
        if (kind is { } ownKind && id is { } own && await OfRecordAsync(api, ownKind, own) is { } written)
        {
            return written;
        }

        var account = await ReadAsync(api, user);
        foreach (var lastKind in new[] { RecordKind.Need, RecordKind.Achievement }.Where(k => Kinds.Creators(k).Any(user.IsInRole)))
        {
            var rows = await api.GetOrAsync(Paths.Segment(lastKind), "mine?size=20", new Page<RecordRow>([], 0, 1, 20));
            if (rows.Items.FirstOrDefault(r => r.AuthorName == account.Name) is { } last && await OfRecordAsync(api, lastKind, last.Id) is { } used)
            {
                return used;
            }
        }

        return account;
    }

    private static async Task<MyContact?> OfRecordAsync(Api api, RecordKind kind, Guid id)
    {
        var contact = kind switch
        {
            RecordKind.Need => await ContentAsync<NeedContent>(api, kind, id) is { } n ? new MyContact(n.ContactName, n.ContactPhone, n.ContactEmail) : null,
            RecordKind.Achievement => await ContentAsync<AchievementContent>(api, kind, id) is { } a ? new MyContact(a.ContactName, a.ContactPhone, a.ContactEmail) : null,
            _ => await ContentAsync<ExpertContent>(api, kind, id) is { } e ? new MyContact(e.Name, e.Phone, e.Email) : null,
        };
        return contact is { Name.Length: > 0, Phone.Length: > 0 } ? contact : null;
    }

    private static async Task<TContent?> ContentAsync<TContent>(Api api, RecordKind kind, Guid id) where TContent : class =>
        (await api.GetOrAsync<RecordView<TContent>?>(Paths.Segment(kind), id.ToString(), null)) is { Mine: true } record ? record.Content : null;
}
