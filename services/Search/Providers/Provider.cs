using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Providers;

/// <summary>What ranking and watches must know of an organisation.</summary>
public sealed class Provider
{
    public required Guid Id { get; init; }

    public long Version { get; set; }

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
        provider.Property(p => p.SizeBand).HasMaxLength(20);
    });
}
