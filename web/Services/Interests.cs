using Matchmaking.Contracts;
using Matchmaking.Contracts.Codes;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Services;

/// <summary>How interests read on pages.</summary>
public static class Interests
{
    private const string Nobody = "none";

    // A person declines for other reasons than a record; the codes are the same.
    private static readonly (string Code, string Text)[] OfPerson =
        [("noCapacity", "时间排不开"), ("notApplicable", "方向不对口"), ("unclear", "需要更多资料"), ("conflict", "利益冲突")];

    /// <summary>The reader must act.</summary>
    public static bool WaitsForMe(InterestView interest) =>
        (interest.WaitsFor, interest.Box) is ("sender", "sent") or ("receiver", "received");

    /// <summary>Who must act, in Chinese; null where nobody must.</summary>
    public static string? Waiting(InterestView interest) => (interest.WaitsFor, interest.Box) switch
    {
        (Nobody, _) => null,
        (var who, "all") => who == "sender" ? "待发出方答复" : "待接收方答复",
        _ => WaitsForMe(interest) ? "待您答复" : "待对方答复",
    };

    /// <summary>Where it stands, in Chinese: who must act, or that it was accepted.</summary>
    public static string State(InterestView interest) => Waiting(interest) ?? "已接受";

    /// <summary>A status as pages name it: an interest is taken back, not withdrawn as a record is.</summary>
    public static string Shown(string status) => status == "withdrawn" ? "takenBack" : status;

    /// <summary>Still waits for an answer: a second one about the same record would be refused.</summary>
    public static bool IsOpen(InterestView interest) => interest.Status is InterestStatus.Sent or InterestStatus.Seen or InterestStatus.Asked;

    /// <summary>The reader's organisation's interests that are open or accepted, by the record they are about.</summary>
    public static async Task<ILookup<Guid, InterestView>> SentAsync(Api api) =>
        (await api.GetOrAsync(ServiceNames.Cooperation, $"interests?box=sent&size={Page<InterestView>.MaxSize}", new Page<InterestView>([], 0, 1, 1))).Items
        .Where(i => IsOpen(i) || i.Status == InterestStatus.Accepted).ToLookup(i => i.Item.Id);

    /// <summary>Reasons to decline that suit what the interest is about.</summary>
    public static IEnumerable<(string Code, string Text)> DeclineReasons(Texts l, InterestView interest) => interest.Item.Kind == RecordKind.Expert
        ? OfPerson.Select(r => (r.Code, l[r.Text]))
        : CodeList.Of("declineReasons").Codes.Select(c => (c.Value, l[c.Text]));

    /// <summary>Why it was declined, with the note; empty where it was not.</summary>
    public static string DeclinedFor(Texts l, InterestView interest)
    {
        if (interest.DeclineReason is not { } reason)
        {
            return "";
        }

        var code = Kinds.CamelCase(reason);
        var text = DeclineReasons(l, interest).FirstOrDefault(r => r.Code == code).Text ?? l.Code("declineReasons", code);
        return interest.DeclineNote is { Length: > 0 } note ? text + (l.IsEnglish ? ": " : "：") + note : text;
    }

    /// <summary>Whose signature opens the confidential part of one of the two records: the other side's, under its registered name.</summary>
    public static string? SignerOf(InterestView interest, Guid record) => record == interest.Item.Id ? interest.SenderName : interest.ReceiverName;

    /// <summary>What a turn did, in Chinese.</summary>
    public static string Did(string verb) => verb switch
    {
        "send" => "发出了意向",
        "seen" => "查看了意向",
        "ask" => "提了问题",
        "answer" => "作了回答",
        "accept" => "接受了意向",
        "decline" => "婉拒了意向",
        "withdraw" => "撤回了意向",
        "end" => "结束了合作意向",
        "nda" => "登记了保密协议",
        "nda-revoke" => "撤销了保密协议的登记",
        "pause" => "因一方单位被暂停，意向暂停",
        "resume" => "单位恢复，意向继续，期限重新计算",
        "expire" => "到期未答复，自动关闭",
        _ => verb,
    };
}
