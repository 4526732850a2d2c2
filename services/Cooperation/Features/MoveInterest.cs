using Matchmaking.Contracts.Cooperation;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Hosting;

namespace Matchmaking.Cooperation.Features;

/// <summary>The steps of an interest after it was sent.</summary>
internal static class MoveInterest
{
    private const int Shortest = 2;
    private const int Longest = 500;
    private const int MostQuestions = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/interests/{id:guid}/seen", SeenAsync).WithName("cooperation.interests.seen").WithSummary("Mark a received interest as seen").RequireAuthorization(Policies.Member);
        api.MapPost("/interests/{id:guid}/ask", AskAsync).WithName("cooperation.interests.ask").WithSummary("Ask the sender a question").RequireAuthorization(Policies.Member);
        api.MapPost("/interests/{id:guid}/answer", AnswerAsync).WithName("cooperation.interests.answer").WithSummary("Answer the receiver's question").RequireAuthorization(Policies.Member);
        api.MapPost("/interests/{id:guid}/accept", AcceptAsync).WithName("cooperation.interests.accept").WithSummary("Accept: names and contacts open to both sides").RequireAuthorization(Policies.Member);
        api.MapPost("/interests/{id:guid}/decline", DeclineAsync).WithName("cooperation.interests.decline").WithSummary("Decline with a reason").RequireAuthorization(Policies.Member);
        api.MapPost("/interests/{id:guid}/withdraw", WithdrawAsync).WithName("cooperation.interests.withdraw").WithSummary("Take an own interest back").RequireAuthorization(Policies.Member);
        api.MapPost("/interests/{id:guid}/end", EndAsync).WithName("cooperation.interests.end").WithSummary("End an accepted interest with a reason: what it opened of records is closed again").RequireAuthorization(Policies.Member);
    }

    private static Task<InterestView> SeenAsync(Guid id, TouchInterest move, Actor actor, InterestStore store, CancellationToken cancellation) =>
        MoveAsync(id, InterestMoves.Seen, move.Version, null, actor, store, cancellation);

    private static Task<InterestView> AskAsync(Guid id, SayOnInterest move, Actor actor, InterestStore store, CancellationToken cancellation) =>
        MoveAsync(id, InterestMoves.Ask, move.Version, Text(move.Text), actor, store, cancellation);

    private static Task<InterestView> AnswerAsync(Guid id, SayOnInterest move, Actor actor, InterestStore store, CancellationToken cancellation) =>
        MoveAsync(id, InterestMoves.Answer, move.Version, Text(move.Text), actor, store, cancellation);

    private static Task<InterestView> AcceptAsync(Guid id, AcceptInterest move, Actor actor, InterestStore store, CancellationToken cancellation)
    {
        List<FieldFault> faults = [.. ContactRules.Check(move.Contact)];
        return faults.Count > 0
            ? throw ProblemException.Invalid(faults)
            : MoveAsync(id, InterestMoves.Accept, move.Version, null, actor, store, cancellation, i => i.ReceiverContact = move.Contact);
    }

    private static Task<InterestView> DeclineAsync(Guid id, DeclineInterest move, Actor actor, InterestStore store, CancellationToken cancellation)
    {
        if (!Enum.IsDefined(move.Reason))
        {
            throw ProblemException.Invalid("reason", "请选择婉拒的原因", "Choose a reason");
        }

        if (move.Note?.Length > Longest || (move.Reason == DeclineReason.Other && string.IsNullOrWhiteSpace(move.Note)))
        {
            throw ProblemException.Invalid("note", $"选“其他”时请写明原因，最多 {Longest} 字", $"Say why, in {Longest} characters at most");
        }

        return MoveAsync(id, InterestMoves.Decline, move.Version, move.Note, actor, store, cancellation, i =>
        {
            i.DeclineReason = move.Reason;
            i.DeclineNote = move.Note?.Trim();
        });
    }

    private static Task<InterestView> WithdrawAsync(Guid id, TouchInterest move, Actor actor, InterestStore store, CancellationToken cancellation) =>
        MoveAsync(id, InterestMoves.Withdraw, move.Version, null, actor, store, cancellation);

    private static Task<InterestView> EndAsync(Guid id, SayOnInterest move, Actor actor, InterestStore store, CancellationToken cancellation) =>
        MoveAsync(id, InterestMoves.End, move.Version, Text(move.Text), actor, store, cancellation);

    private static async Task<InterestView> MoveAsync(
        Guid id, string verb, long version, string? text, Actor actor, InterestStore store, CancellationToken cancellation, Action<Interest>? change = null)
    {
        var (interest, side) = await store.LoadAsync(id, actor, cancellation);
        if (interest.Version != version)
        {
            throw ProblemException.Conflict();
        }

        await store.RefuseSuspendedAsync(actor, cancellation);
        var status = InterestMoves.Next(interest, side, verb)
            ?? throw ProblemException.Rule("move-not-allowed", "这一步现在不能做：意向的状态已经变化，或不由您办理，请刷新查看", "This cannot be done now: the status has changed or it is not yours to do");
        if (verb == InterestMoves.Ask && interest.Turns.Count(t => t.Verb == InterestMoves.Ask) >= MostQuestions)
        {
            throw ProblemException.Rule(
                "too-many-questions", $"这条意向已问过 {MostQuestions} 次，请接受或婉拒；接受后双方可以直接联系", $"{MostQuestions} questions were asked, which is the most. Accept or decline: once accepted, both sides can talk directly");
        }

        change?.Invoke(interest);
        store.Apply(interest, status, side, actor, verb, text);
        await store.Db.SaveChangesAsync(cancellation);
        return interest.For(side, store.Now);
    }

    private static string Text(string? text) =>
        text?.Trim() is { Length: >= Shortest and <= Longest } said
            ? said
            : throw ProblemException.Invalid("text", $"请写 {Shortest}–{Longest} 字", $"Write {Shortest}–{Longest} characters");
}
