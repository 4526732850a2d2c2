using System.Text.Json;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Feedback;

/// <summary>What became of a proposed partner.</summary>
public enum FeedbackKind { Clicked, Saved, Hidden, Shown, Accepted, Declined }

/// <summary>How a partner stands with the owner of a record.</summary>
public enum MarkState { None, Saved, Hidden }

/// <summary>One act, with all that ranked the list at that moment. Rows are added and never changed: weights are learned from them again and again.</summary>
public sealed class FeedbackEntry
{
    /// <summary>From 1 up in the order of commits, see <see cref="FeedbackLog"/>; a rolled-back write may leave none.</summary>
    public required long Seq { get; init; }

    /// <summary>The record whose list it was.</summary>
    public required Guid SourceId { get; init; }

    public required Guid OtherId { get; init; }

    /// <summary>Whose list it was.</summary>
    public required Guid OrganisationId { get; init; }

    /// <summary>Who acted; null where an interest did.</summary>
    public Guid? AccountId { get; init; }

    public required FeedbackKind Action { get; init; }

    /// <summary>Code of <c>hideReasons</c>.</summary>
    public string? Reason { get; init; }

    public required DateTime At { get; init; }

    /// <summary>A <see cref="FeedbackContext"/>.</summary>
    public required string Context { get; init; }
}

/// <summary>Where a pair stands after all feedback on it: what lists are filtered by.</summary>
public sealed class PartnerMark
{
    public required Guid SourceId { get; init; }

    public required Guid OtherId { get; init; }

    public required RecordKind SourceKind { get; init; }

    public required RecordKind OtherKind { get; init; }

    /// <summary>Owner of the source.</summary>
    public required Guid OrganisationId { get; set; }

    public MarkState State { get; set; }

    public string? Reason { get; set; }

    public bool Clicked { get; set; }

    /// <summary>How the last interest of the pair was answered.</summary>
    public FeedbackKind? Outcome { get; set; }

    /// <summary>Of the last change.</summary>
    public DateTime At { get; set; }
}

/// <summary>What ranked a list: the blend in force, and the signals of those that count for learning.</summary>
/// <param name="List">The partner itself, the first of the list, and those that had been acted on, by place.</param>
public sealed record FeedbackContext(StoredBlend Blend, int QueryWords, IReadOnlyList<ListedPartner> List)
{
    public static FeedbackContext Read(string json) => JsonSerializer.Deserialize<FeedbackContext>(json, JsonDefaults.Options)!;

    public string Write() => JsonSerializer.Serialize(this, JsonDefaults.Options);
}

/// <summary>Weights as they stood.</summary>
public sealed record StoredBlend(double Translation, double Latent, double Sentence, double Late)
{
    public static StoredBlend Of(Blend blend) => new(blend.Translation, blend.Latent, blend.Sentence, blend.Late);
}

/// <summary>A partner of the list.</summary>
/// <param name="Place">From 1; 0 for one that was hidden and had none.</param>
/// <param name="Signals">Raw signals; those without a value are null.</param>
/// <param name="Parts">What each gave to the score under the blend.</param>
/// <param name="Mark">1 clicked, saved or accepted; −1 hidden or declined; 0 neither.</param>
public sealed record ListedPartner(Guid Id, int Place, StoredSignals Signals, SignalParts Parts, int Mark);

/// <summary><see cref="Signals"/> in a form that JSON can hold.</summary>
public sealed record StoredSignals(double Own, double Translated, double Latent, double? Sentence, double? Late)
{
    public static StoredSignals Of(Signals signals) => new(signals.Own, signals.Translated, signals.Latent, Known(signals.Sentence), Known(signals.Late));

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}

/// <summary>Weights that feedback has led to: one row, which can be made anew from the feedback at any time.</summary>
public sealed class LearnedBlend
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;

    /// <summary>What the learning depends on besides the feedback; another one starts it anew.</summary>
    public required string Method { get; set; }

    /// <summary>The last entry looked at.</summary>
    public long Seq { get; set; }

    /// <summary>Entries that taught something.</summary>
    public long Entries { get; set; }

    public long Pairs { get; set; }

    // Factors of the offline weights.
    public double Translation { get; set; } = 1;

    public double Latent { get; set; } = 1;

    public double Sentence { get; set; } = 1;

    public double Late { get; set; } = 1;

    public bool Adopted { get; set; }

    public double? GuardOffline { get; set; }

    public double? GuardLearned { get; set; }

    public int GuardQueries { get; set; }

    /// <summary>Fingerprint of the model that the guard ran with; empty for none.</summary>
    public string GuardModel { get; set; } = "";

    public DateTime? LearnedAt { get; set; }
}

/// <summary>The number that the next entry takes. Its row is locked until the writer commits, so numbers come in the order of commits.</summary>
public sealed class FeedbackCounter
{
    public int Id { get; init; }

    public long Last { get; set; }
}

internal static class FeedbackModel
{
    public static void AddFeedback(this ModelBuilder model)
    {
        model.Entity<FeedbackEntry>(entry =>
        {
            entry.ToTable("feedback").HasKey(e => e.Seq);
            entry.Property(e => e.Seq).ValueGeneratedNever();
            entry.Property(e => e.Action).HasMaxLength(20);
            entry.Property(e => e.Reason).HasMaxLength(20);
            entry.HasIndex(e => e.SourceId);
        });
        model.Entity<PartnerMark>(mark =>
        {
            mark.ToTable("partner_marks").HasKey(m => new { m.SourceId, m.OtherId });
            mark.Property(m => m.SourceKind).HasMaxLength(20);
            mark.Property(m => m.OtherKind).HasMaxLength(20);
            mark.Property(m => m.State).HasMaxLength(20);
            mark.Property(m => m.Outcome).HasMaxLength(20);
            mark.Property(m => m.Reason).HasMaxLength(20);
            mark.HasIndex(m => new { m.OrganisationId, m.State, m.At });
        });
        model.Entity<FeedbackCounter>(counter =>
        {
            counter.ToTable("feedback_counter");
            counter.Property(c => c.Id).ValueGeneratedNever();
        });
        model.Entity<LearnedBlend>(blend =>
        {
            blend.ToTable("learned_blend");
            blend.Property(b => b.Id).ValueGeneratedNever();
            blend.Property(b => b.Method).HasMaxLength(200);
            blend.Property(b => b.GuardModel).HasMaxLength(64);
        });
    }
}
