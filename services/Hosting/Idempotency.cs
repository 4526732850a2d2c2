using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Matchmaking.Hosting;

/// <summary>The answer given to a write that carried an <c>Idempotency-Key</c>.</summary>
public sealed class IdempotencyKey
{
    /// <summary>Hash of account, method, path and the client's key.</summary>
    public required string Id { get; init; }

    /// <summary>Hash of the request's arguments: the same key with other content is refused.</summary>
    public required string RequestHash { get; init; }

    public int StatusCode { get; set; }

    public string? Body { get; set; }

    public string? Location { get; set; }

    public DateTime At { get; init; }
}

/// <summary>
/// Marks an endpoint that ignores an <c>Idempotency-Key</c>: its answer holds a secret that must not be kept, or what it
/// writes on a refusal must stay. Endpoints open to visitors need no mark, they ignore it all.
/// </summary>
public sealed class NotReplayed;

internal sealed class IdempotencyKeyConfiguration : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> builder)
    {
        builder.ToTable("idempotency_keys");
        builder.HasKey(k => k.Id);
        builder.Property(k => k.Id).HasMaxLength(64);
        builder.Property(k => k.RequestHash).HasMaxLength(64);
        builder.HasIndex(k => k.At);
    }
}

/// <summary>
/// Makes a repeated write with the same <c>Idempotency-Key</c> answer as the first one did. The key's row commits in
/// the transaction of the write itself, so there is no moment in which one exists without the other.
/// </summary>
internal sealed class IdempotencyFilter(Type contextType) : IEndpointFilter
{
    private const int LongestKey = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 || HttpMethods.IsGet(http.Request.Method) || !IsReplayed(http.GetEndpoint()))
        {
            return await next(context);
        }

        if (key.Length > LongestKey)
        {
            throw ProblemException.BadRequest("idempotency-key", $"Idempotency-Key 不能超过 {LongestKey} 个字符", $"Idempotency-Key is longer than {LongestKey} characters");
        }

        var db = (DbContext)http.RequestServices.GetRequiredService(contextType);
        var cancellation = http.RequestAborted;
        var id = Hash($"{Actor.From(http).AccountId}|{http.Request.Method}|{http.Request.Path}|{key}");
        // Keyed with what is not stored, since a request may hold a password that its bare hash would help to guess.
        var requestHash = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), JsonSerializer.SerializeToUtf8Bytes(
            context.Arguments.Where(a => a is not null && a.GetType().Namespace?.StartsWith("Matchmaking.Contracts", StringComparison.Ordinal) == true)
                .Append(http.Request.QueryString.Value),
            JsonDefaults.Options)));

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        if (!await ClaimAsync(db, id, requestHash, now, cancellation))
        {
            var earlier = await db.Set<IdempotencyKey>().AsNoTracking().SingleAsync(k => k.Id == id, cancellation);
            await transaction.RollbackAsync(cancellation);
            return earlier.RequestHash == requestHash
                ? new Replay(earlier)
                : throw ProblemException.Rule("idempotency-key-reused", "这个 Idempotency-Key 已用于另一项内容，请换一个", "This Idempotency-Key was used for another content. Take a new one");
        }

        var result = await next(context);
        var row = await db.Set<IdempotencyKey>().SingleAsync(k => k.Id == id, cancellation);
        row.StatusCode = (result as IStatusCodeHttpResult)?.StatusCode ?? (result is null ? 204 : 200);
        row.Body = (result is IValueHttpResult { Value: { } value } ? value : result is IResult or null ? null : result) is { } body
            ? JsonSerializer.Serialize(body, body.GetType(), JsonDefaults.Options)
            : null;
        row.Location = result?.GetType().GetProperty("Location")?.GetValue(result) as string;
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return result;
    }

    // Visitors have no keys of their own: one could be given another's answer. And what they ask for may wait to take an
    // even time, which must not happen inside a transaction, where every other write would wait too.
    private static bool IsReplayed(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<NotReplayed>() is null && endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is null;

    private static async Task<bool> ClaimAsync(DbContext db, string id, string hash, DateTime now, CancellationToken cancellation)
    {
        var table = db.Model.FindEntityType(typeof(IdempotencyKey))!;
        var name = db.Model.GetDefaultSchema() is { } schema ? $"\"{schema}\".\"{table.GetTableName()}\"" : $"\"{table.GetTableName()}\"";
        // The insert itself is the check: a concurrent twin waits for this transaction and then sees the row.
#pragma warning disable EF1002 // the table's name comes from the model, the values are parameters
        return await db.Database.ExecuteSqlRawAsync(
            $"INSERT INTO {name} (\"Id\", \"RequestHash\", \"StatusCode\", \"At\") VALUES ({{0}}, {{1}}, 0, {{2}}) ON CONFLICT DO NOTHING",
            [id, hash, now], cancellation) == 1;
#pragma warning restore EF1002
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed class Replay(IdempotencyKey row) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = row.StatusCode;
            httpContext.Response.Headers["Idempotent-Replay"] = "true";
            if (row.Location is not null)
            {
                httpContext.Response.Headers.Location = row.Location;
            }

            if (row.Body is not null)
            {
                httpContext.Response.ContentType = "application/json; charset=utf-8";
                await httpContext.Response.WriteAsync(row.Body);
            }
        }
    }
}
