using Matchmaking.Messaging;
using Matchmaking.Search.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Providers;

/// <summary>What ranking and watches must know of an organisation.</summary>
public sealed class Provider : ICopy
{
    public required Guid Id { get; init; }

    public long Version { get; set; }

    /// <summary>Its full name; null until a fact has told it.</summary>
    public string? Name { get; set; }

    /// <summary>micro, small, medium or large; enterprises only.</summary>
    public string? SizeBand { get; set; }

    /// <summary>Registered and not suspended.</summary>
    public bool Approved { get; set; }
}

internal static class ProvidersModel
{
    public static void AddProviders(this ModelBuilder model) => model.Entity<Provider>(provider =>
    {
        provider.ToTable("providers");
        provider.Property(p => p.Name).HasMaxLength(100);
        provider.Property(p => p.SizeBand).HasMaxLength(20);
    });

    /// <summary>Present names of those organisations that are known.</summary>
    public static Task<Dictionary<Guid, string>> NamesAsync(this SearchDbContext db, IReadOnlyCollection<Guid> organisations, CancellationToken cancellation) =>
        db.Providers.AsNoTracking().Where(p => organisations.Contains(p.Id) && p.Name != null).ToDictionaryAsync(p => p.Id, p => p.Name!, cancellation);
}
