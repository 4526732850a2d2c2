using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Hosting;

/// <summary>
/// Makes a repeated write with the same <c>Idempotency-Key</c> answer as the first one did, byte for byte. The key's row
/// commits in the transaction of the write itself, so there is no moment in which one exists without the other; only
/// endpoints marked <see cref="AnsweredApart"/> have it in transactions of its own.
/// </summary>
internal sealed class IdempotencyFilter(Type contextType) : IEndpointFilter
{
    private const int LongestKey = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 || HttpMethods.IsGet(http.Request.Method) || !IsReplayed(http.GetEndpoint(), context.Arguments))
        {
            return await next(context);
        }

        if (key.Length > LongestKey)
        {
            throw ProblemException.BadRequest("idempotency-key", $"Idempotency-Key 不能超过 {LongestKey} 个字符", $"Idempotency-Key is longer than {LongestKey} characters");
        }

        var id = Hash($"{Actor.From(http).AccountId}|{http.Request.Method}|{http.Request.Path}|{key}");
        // Keyed with what is not stored, since a request may hold a password that its bare hash would help to guess.
        var requestHash = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), JsonSerializer.SerializeToUtf8Bytes(
            context.Arguments.Where(a => a is not null && a.GetType().Namespace?.StartsWith("Matchmaking.Contracts", StringComparison.Ordinal) == true)
                .Append(http.Request.QueryString.Value),
            JsonDefaults.Options)));
        var keys = new IdempotencyKeys((DbContext)http.RequestServices.GetRequiredService(contextType), http.RequestServices.GetRequiredService<TimeProvider>());
        var answer = http.GetEndpoint()?.Metadata.GetMetadata<AnsweredApart>() is null
            ? await TogetherAsync(keys, id, requestHash, () => RenderAsync(context, next), http.RequestAborted)
            : await ApartAsync(keys, id, requestHash, () => RenderAsync(context, next), http.RequestAborted);
        await answer.WriteAsync(http);
        return Results.Empty;
    }

    private static async Task<RenderedAnswer> TogetherAsync(
        IdempotencyKeys keys, string id, string requestHash, Func<Task<RenderedAnswer>> work, CancellationToken cancellation)
    {
        await using var transaction = await keys.Db.Database.BeginTransactionAsync(cancellation);
        // The insert itself is the check: a concurrent twin waits for this transaction and then sees the row.
        if (!await keys.ClaimAsync(id, requestHash, cancellation))
        {
            var earlier = await keys.FindAsync(id, cancellation);
            await transaction.RollbackAsync(cancellation);
            return Again(earlier!, requestHash);
        }

        var answer = await work();
        await keys.AnswerAsync(id, answer, cancellation);
        await transaction.CommitAsync(cancellation);
        return answer;
    }

    private static async Task<RenderedAnswer> ApartAsync(
        IdempotencyKeys keys, string id, string requestHash, Func<Task<RenderedAnswer>> work, CancellationToken cancellation)
    {
        while (!await keys.ClaimAsync(id, requestHash, cancellation))
        {
            // None where the twin was refused meanwhile and left the key free.
            var earlier = await keys.AnsweredAsync(id, requestHash, cancellation);
            if (earlier is { StatusCode: 0 } && earlier.RequestHash == requestHash && await keys.TakeOverAsync(earlier, cancellation))
            {
                break;
            }

            if (earlier is not null)
            {
                return Again(earlier, requestHash);
            }
        }

        RenderedAnswer answer;
        try
        {
            answer = await work();
        }
        catch
        {
            // As after a rollback: a refused request leaves its key free.
            await keys.FreeAsync(id);
            throw;
        }

        // What is done is done, though the caller may have left meanwhile.
        await keys.AnswerAsync(id, answer, CancellationToken.None);
        return answer;
    }

    private static async Task<RenderedAnswer> RenderAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await RenderedAnswer.OfAsync(context.HttpContext, await next(context));

    private static RenderedAnswer Again(IdempotencyKey earlier, string requestHash)
    {
        if (earlier.RequestHash != requestHash)
        {
            throw ProblemException.Rule("idempotency-key-reused", "这个 Idempotency-Key 已用于另一项内容，请换一个", "This Idempotency-Key was used for another content. Take a new one");
        }

        return earlier.StatusCode switch
        {
            0 => throw Busy(),
            < 0 => throw ProblemException.Rule("idempotency-answer-gone", "这个请求已经办理，答复太长没有保留，请查看结果，不要重做", "This request was carried out. Its answer was too long to be kept: look at the result and do not repeat it"),
            _ => RenderedAnswer.Of(earlier),
        };
    }

    private static ProblemException Busy() => ProblemException.Rule(
        "idempotency-key-busy", "这个 Idempotency-Key 的请求正在办理，请稍候再试", "The request with this Idempotency-Key is being carried out. Try again in a moment");

    // Visitors have no keys of their own: one could be given another's answer. And what they ask for may wait to take an
    // even time, which must not happen inside a transaction, where every other write would wait too.
    private static bool IsReplayed(Endpoint? endpoint, IList<object?> arguments) =>
        endpoint?.Metadata.GetMetadata<NotReplayed>()?.Applies(arguments) != true && endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is null;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
