using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Matchmaking.Cooperation.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "cooperation");

            migrationBuilder.CreateTable(
                name: "counters",
                schema: "cooperation",
                columns: table => new
                {
                    Key = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Value = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_counters", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                schema: "cooperation",
                columns: table => new
                {
                    Id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    RequestHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    StatusCode = table.Column<int>(type: "integer", nullable: false),
                    Body = table.Column<string>(type: "text", nullable: true),
                    Location = table.Column<string>(type: "text", nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency_keys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "inbox_entries",
                schema: "cooperation",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    received_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox_entries", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "interests",
                schema: "cooperation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    ItemKind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    ItemId = table.Column<Guid>(type: "uuid", nullable: false),
                    ItemNumber = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    ItemTitle = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    OwnKind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    OwnId = table.Column<Guid>(type: "uuid", nullable: true),
                    OwnNumber = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    OwnTitle = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    SenderOrganisationId = table.Column<Guid>(type: "uuid", nullable: false),
                    SenderName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    SenderAccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    ReceiverOrganisationId = table.Column<Guid>(type: "uuid", nullable: false),
                    ReceiverName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    ReceiverAccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    SenderNamed = table.Column<bool>(type: "boolean", nullable: false),
                    ReceiverNamed = table.Column<bool>(type: "boolean", nullable: false),
                    Message = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    SenderContact = table.Column<string>(type: "text", nullable: false),
                    ReceiverContact = table.Column<string>(type: "text", nullable: true),
                    DeclineReason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    DeclineNote = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Turns = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_interests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "items",
                schema: "cooperation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Visible = table.Column<bool>(type: "boolean", nullable: false),
                    Level = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    Number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    OrganisationId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrganisationName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Named = table.Column<bool>(type: "boolean", nullable: false),
                    AuthorId = table.Column<Guid>(type: "uuid", nullable: false),
                    Avoid = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_items", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "outbox_messages",
                schema: "cooperation",
                columns: table => new
                {
                    seq = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    trace_parent = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    trace_state = table.Column<string>(type: "character varying(512)", maxLength: 512, nullable: true),
                    written_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    locked_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    locked_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    sent_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    dead_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_messages", x => x.seq);
                });

            migrationBuilder.CreateTable(
                name: "poison_messages",
                schema: "cooperation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    trace_parent = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    failed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_poison_messages", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_idempotency_keys_At",
                schema: "cooperation",
                table: "idempotency_keys",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_entries_received",
                schema: "cooperation",
                table: "inbox_entries",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "IX_interests_ItemId",
                schema: "cooperation",
                table: "interests",
                column: "ItemId");

            migrationBuilder.CreateIndex(
                name: "IX_interests_Number",
                schema: "cooperation",
                table: "interests",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_interests_OwnId",
                schema: "cooperation",
                table: "interests",
                column: "OwnId");

            migrationBuilder.CreateIndex(
                name: "IX_interests_ReceiverOrganisationId_UpdatedAt",
                schema: "cooperation",
                table: "interests",
                columns: new[] { "ReceiverOrganisationId", "UpdatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_interests_SenderOrganisationId_UpdatedAt",
                schema: "cooperation",
                table: "interests",
                columns: new[] { "SenderOrganisationId", "UpdatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_interests_Status_DueAt",
                schema: "cooperation",
                table: "interests",
                columns: new[] { "Status", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_dead",
                schema: "cooperation",
                table: "outbox_messages",
                column: "dead_at",
                filter: "dead_at IS NOT NULL AND sent_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_due",
                schema: "cooperation",
                table: "outbox_messages",
                column: "seq",
                filter: "sent_at IS NULL AND dead_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_messages_message_id",
                schema: "cooperation",
                table: "outbox_messages",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_sent",
                schema: "cooperation",
                table: "outbox_messages",
                column: "sent_at",
                filter: "sent_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_unsent_key",
                schema: "cooperation",
                table: "outbox_messages",
                columns: new[] { "key", "seq" },
                filter: "sent_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_poison_messages_failed",
                schema: "cooperation",
                table: "poison_messages",
                column: "failed_at");

            migrationBuilder.CreateIndex(
                name: "IX_poison_messages_message_id_consumer",
                schema: "cooperation",
                table: "poison_messages",
                columns: new[] { "message_id", "consumer" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "counters",
                schema: "cooperation");

            migrationBuilder.DropTable(
                name: "idempotency_keys",
                schema: "cooperation");

            migrationBuilder.DropTable(
                name: "inbox_entries",
                schema: "cooperation");

            migrationBuilder.DropTable(
                name: "interests",
                schema: "cooperation");

            migrationBuilder.DropTable(
                name: "items",
                schema: "cooperation");

            migrationBuilder.DropTable(
                name: "outbox_messages",
                schema: "cooperation");

            migrationBuilder.DropTable(
                name: "poison_messages",
                schema: "cooperation");
        }
    }
}
