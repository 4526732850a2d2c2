using Matchmaking.Contracts.Cooperation;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Hosting;

namespace Matchmaking.Cooperation.Features;

/// <summary>
/// Records of signed non-disclosure agreements. A record's owner, or the bureau as broker, states that the other side has
/// signed on paper; the other side cannot state it for itself, and a click is no signature.
/// </summary>
internal static class ManageNdas
{
    private const int Shortest = 2;
    private const int LongestReference = 100;
    private const int LongestReason = 500;

    // Each stays in the interest for good.
    private const int Most = 10;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/interests/{id:guid}/ndas", RecordAsync).WithName("cooperation.interests.nda").WithSummary("Record that the other side signed a non-disclosure agreement: it may read tier L3 of the record").RequireAuthorization(Policies.Member);
        api.MapPost("/interests/{id:guid}/ndas/revoke", RevokeAsync).WithName("cooperation.interests.nda-revoke").WithSummary("Take a recorded non-disclosure agreement back: tier L3 of the record is closed again").RequireAuthorization(Policies.Member);
    }

    private static async Task<InterestView> RecordAsync(Guid id, RecordNda request, Actor actor, InterestStore store, CancellationToken cancellation)
    {
        var (interest, side) = await LoadAsync(id, request.RecordId, request.Version, actor, store, cancellation);
        if (Valid(interest, request.RecordId) is not null)
        {
            throw ProblemException.Rule("nda-recorded", "这条记录已登记有效的保密协议，如需更换请先撤销", "A valid agreement is recorded for this record. Revoke it first");
        }

        if (interest.Ndas.Count >= Most)
        {
            throw ProblemException.Rule(
                "too-many-ndas", $"这条意向已登记过 {Most} 份保密协议，不能再登记；确需更换的，请结束这条意向后重新发起", $"{Most} agreements were recorded for this interest, which is the most. End it and start a new one if another is needed");
        }

        Check(request, interest, DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(store.Now, WorkingDays.Zone)));
        var nda = new Nda(
            request.RecordId, request.Institution.Trim(), request.SignedOn, request.Reference.Trim(), store.Now, actor.Name, null, actor.AccountId);
        interest.Ndas = [.. interest.Ndas, nda];
        store.Apply(
            interest, interest.Status, side, actor, "nda", $"{nda.Institution}，{nda.SignedOn:yyyy-MM-dd}，{nda.Reference}",
            $"{NumberOf(interest, nda.RecordId)} L2 → L3");
        await store.Db.SaveChangesAsync(cancellation);
        return interest.For(side, store.Now);
    }

    private static async Task<InterestView> RevokeAsync(Guid id, RevokeNda request, Actor actor, InterestStore store, CancellationToken cancellation)
    {
        var (interest, side) = await LoadAsync(id, request.RecordId, request.Version, actor, store, cancellation);
        var valid = Valid(interest, request.RecordId)
            ?? throw ProblemException.Rule("no-nda", "这条记录没有登记有效的保密协议", "No valid agreement is recorded for this record");
        var reason = request.Reason?.Trim() is { Length: >= Shortest and <= LongestReason } text
            ? text
            : throw ProblemException.Invalid("reason", $"请写明原因，{Shortest}–{LongestReason} 字", $"Give a reason of {Shortest}–{LongestReason} characters");
        interest.Ndas = [.. interest.Ndas.Select(n => n == valid ? n with { RevokedAt = store.Now } : n)];
        store.Apply(
            interest, interest.Status, side, actor, "nda-revoke", reason, $"{NumberOf(interest, valid.RecordId)} L3 → L2");
        await store.Db.SaveChangesAsync(cancellation);
        return interest.For(side, store.Now);
    }

    private static async Task<(Interest Interest, InterestSide Side)> LoadAsync(
        Guid id, Guid record, long version, Actor actor, InterestStore store, CancellationToken cancellation)
    {
        var (interest, side) = await store.LoadAsync(id, actor, cancellation);
        if (interest.Version != version)
        {
            throw ProblemException.Conflict();
        }

        await store.RefuseSuspendedAsync(actor, cancellation);
        var owner = record == interest.ItemId ? InterestSide.Receiver
            : record == interest.OwnId ? InterestSide.Sender
            : throw ProblemException.Invalid("recordId", "请选择这条意向里的一条记录", "Choose a record that this interest names");
        if (side != owner && side != InterestSide.Bureau)
        {
            throw ProblemException.Forbidden("保密协议由记录的所属单位或科技局登记", "An agreement is recorded by the record's owner or by the bureau");
        }

        return interest.Status == InterestStatus.Accepted
            ? (interest, side)
            : throw ProblemException.Rule("not-accepted", "意向被接受后才能办理保密协议，已结束的也不能", "Agreements belong to an accepted interest that has not ended");
    }

    private static void Check(RecordNda request, Interest interest, DateOnly today)
    {
        List<FieldFault> faults = [];
        var signer = request.RecordId == interest.ItemId ? interest.SenderName : interest.ReceiverName;
        if (request.Institution?.Trim() != signer)
        {
            faults.Add(new("institution", new(
                $"签署单位应是对方单位的登记全称“{signer}”", $"The institution that signed must be the other side under its registered name, '{signer}'")));
        }

        if (request.SignedOn > today || request.SignedOn == default)
        {
            faults.Add(new("signedOn", new("请填写签署日期，不能晚于今天", "Give the date of signature, no later than today")));
        }

        if (request.Reference?.Trim().Length is not (>= Shortest and <= LongestReference))
        {
            faults.Add(new("reference", new(
                $"请填写协议编号或存放处，{Shortest}–{LongestReference} 字", $"Give the document's number or place in {Shortest}–{LongestReference} characters")));
        }

        if (faults.Count > 0)
        {
            throw ProblemException.Invalid(faults);
        }
    }

    private static Nda? Valid(Interest interest, Guid record) => interest.Ndas.FirstOrDefault(n => n.RecordId == record && n.RevokedAt is null);

    private static string NumberOf(Interest interest, Guid record) => record == interest.ItemId ? interest.ItemNumber : interest.OwnNumber ?? "";
}
