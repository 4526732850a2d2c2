using Matchmaking.Messaging.Faults;
using Matchmaking.Messaging.Inbox;
using Matchmaking.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Matchmaking.Messaging;

/// <summary>Adds the tables of the outbox, the inbox and the poison store to a service's model.</summary>
public static class MessagingModel
{
    internal const int MaxError = 2000;

    /// <summary>
    /// Maps <c>outbox_messages</c>, <c>inbox_entries</c> and <c>poison_messages</c> in the context's default schema;
    /// call it in <c>OnModelCreating</c>, after <c>HasDefaultSchema</c>. Works on SQLite and PostgreSQL.
    /// </summary>
    public static ModelBuilder AddMessaging(this ModelBuilder model)
    {
        model.Entity<OutboxMessage>(Outbox);
        model.Entity<InboxEntry>(Inbox);
        model.Entity<PoisonMessage>(Poison);
        return model;
    }

    private static void Outbox(EntityTypeBuilder<OutboxMessage> row)
    {
        row.ToTable("outbox_messages").HasKey(m => m.Seq);
        row.Property(m => m.Seq).HasColumnName("seq").ValueGeneratedOnAdd();
        row.Property(m => m.MessageId).HasColumnName("message_id");
        row.Property(m => m.Name).HasColumnName("name").HasMaxLength(100);
        row.Property(m => m.Body).HasColumnName("body");
        row.Property(m => m.Key).HasColumnName("key").HasMaxLength(150);
        row.Property(m => m.TraceParent).HasColumnName("trace_parent").HasMaxLength(64);
        row.Property(m => m.TraceState).HasColumnName("trace_state").HasMaxLength(512);
        row.Property(m => m.WrittenAt).HasColumnName("written_at").HasConversion<UtcConverter>();
        row.Property(m => m.Attempts).HasColumnName("attempts");
        row.Property(m => m.NextAttemptAt).HasColumnName("next_attempt_at").HasConversion<UtcConverter>();
        row.Property(m => m.LockedBy).HasColumnName("locked_by").HasMaxLength(100);
        row.Property(m => m.LockedUntil).HasColumnName("locked_until").HasConversion<UtcConverter>();
        row.Property(m => m.SentAt).HasColumnName("sent_at").HasConversion<UtcConverter>();
        row.Property(m => m.DeadAt).HasColumnName("dead_at").HasConversion<UtcConverter>();
        row.Property(m => m.LastError).HasColumnName("last_error").HasMaxLength(MaxError);

        row.HasIndex(m => m.MessageId).IsUnique();
        row.HasIndex(m => m.Seq).HasDatabaseName("ix_outbox_messages_due").HasFilter("sent_at IS NULL AND dead_at IS NULL");
        row.HasIndex(m => new { m.Key, m.Seq }).HasDatabaseName("ix_outbox_messages_unsent_key").HasFilter("sent_at IS NULL");
        row.HasIndex(m => m.DeadAt).HasDatabaseName("ix_outbox_messages_dead").HasFilter("dead_at IS NOT NULL AND sent_at IS NULL");
        row.HasIndex(m => m.SentAt).HasDatabaseName("ix_outbox_messages_sent").HasFilter("sent_at IS NOT NULL");
    }

    private static void Inbox(EntityTypeBuilder<InboxEntry> row)
    {
        row.ToTable("inbox_entries").HasKey(e => new { e.MessageId, e.Consumer });
        row.Property(e => e.MessageId).HasColumnName("message_id");
        row.Property(e => e.Consumer).HasColumnName("consumer").HasMaxLength(150);
        row.Property(e => e.ReceivedAt).HasColumnName("received_at").HasConversion<UtcConverter>();
        row.HasIndex(e => e.ReceivedAt).HasDatabaseName("ix_inbox_entries_received");
    }

    private static void Poison(EntityTypeBuilder<PoisonMessage> row)
    {
        row.ToTable("poison_messages").HasKey(m => m.Id);
        row.Property(m => m.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(m => m.MessageId).HasColumnName("message_id");
        row.Property(m => m.Consumer).HasColumnName("consumer").HasMaxLength(150);
        row.Property(m => m.Name).HasColumnName("name").HasMaxLength(100);
        row.Property(m => m.Body).HasColumnName("body");
        row.Property(m => m.TraceParent).HasColumnName("trace_parent").HasMaxLength(64);
        row.Property(m => m.FailedAt).HasColumnName("failed_at").HasConversion<UtcConverter>();
        row.Property(m => m.Attempts).HasColumnName("attempts");
        row.Property(m => m.Error).HasColumnName("error").HasMaxLength(MaxError);
        row.HasIndex(m => new { m.MessageId, m.Consumer }).IsUnique();
        row.HasIndex(m => m.FailedAt).HasDatabaseName("ix_poison_messages_failed");
    }

    // SQLite gives times back without a kind, and Npgsql takes none but UTC.
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(v => v, v => DateTime.SpecifyKind(v, DateTimeKind.Utc));
}
