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

    /// <summary>The answer's status; 0 while there is none yet, below 0 where the answer was not kept (−200 for a 200).</summary>
    public int StatusCode { get; set; }

    /// <summary>The answer's JSON, as it was sent; null for none.</summary>
    public string? Body { get; set; }

    public string? Location { get; set; }

    public DateTime At { get; init; }
}

/// <summary>
/// Marks an endpoint that ignores an <c>Idempotency-Key</c>: its answer holds a secret that must not be kept, or what it
/// writes on a refusal must stay. Endpoints open to visitors need no mark, they ignore it all.
/// </summary>
/// <param name="when">Only requests with such arguments: those that change nothing. Null for all.</param>
public sealed class NotReplayed(Func<IList<object?>, bool>? when = null)
{
    internal bool Applies(IList<object?> arguments) => when?.Invoke(arguments) ?? true;
}

/// <summary>
/// Marks an endpoint whose work does not belong into the transaction of its <c>Idempotency-Key</c>: it takes long, while all
/// other writes of an embedded database would wait, or it has transactions of its own, which would wait for that one. Such a
/// key is taken before the work and answered after it; a process that dies between leaves it open to the next request
/// after <see cref="Lease"/>, so the work must bear being done again. A twin waits <see cref="Patience"/> for the answer.
/// </summary>
public sealed class AnsweredApart
{
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
}

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
