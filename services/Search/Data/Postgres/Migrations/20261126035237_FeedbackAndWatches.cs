using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Search.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class FeedbackAndWatches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "OrganisationId",
                schema: "search",
                table: "documents",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<DateTime>(
                name: "PublishedAt",
                schema: "search",
                table: "documents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "feedback",
                schema: "search",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "bigint", nullable: false),
                    SourceId = table.Column<Guid>(type: "uuid", nullable: false),
                    OtherId = table.Column<Guid>(type: "uuid", nullable: false),
                    OrganisationId = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    Action = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Context = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feedback", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "feedback_counter",
                schema: "search",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feedback_counter", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "learned_blend",
                schema: "search",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Method = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Seq = table.Column<long>(type: "bigint", nullable: false),
                    Entries = table.Column<long>(type: "bigint", nullable: false),
                    Pairs = table.Column<long>(type: "bigint", nullable: false),
                    Translation = table.Column<double>(type: "double precision", nullable: false),
                    Latent = table.Column<double>(type: "double precision", nullable: false),
                    Sentence = table.Column<double>(type: "double precision", nullable: false),
                    Late = table.Column<double>(type: "double precision", nullable: false),
                    Adopted = table.Column<bool>(type: "boolean", nullable: false),
                    GuardOffline = table.Column<double>(type: "double precision", nullable: true),
                    GuardLearned = table.Column<double>(type: "double precision", nullable: true),
                    GuardQueries = table.Column<int>(type: "integer", nullable: false),
                    GuardModel = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    LearnedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learned_blend", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "new_records",
                schema: "search",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_new_records", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "partner_marks",
                schema: "search",
                columns: table => new
                {
                    SourceId = table.Column<Guid>(type: "uuid", nullable: false),
                    OtherId = table.Column<Guid>(type: "uuid", nullable: false),
                    SourceKind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    OtherKind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    OrganisationId = table.Column<Guid>(type: "uuid", nullable: false),
                    State = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    Clicked = table.Column<bool>(type: "boolean", nullable: false),
                    Outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_partner_marks", x => new { x.SourceId, x.OtherId });
                });

            migrationBuilder.CreateTable(
                name: "providers",
                schema: "search",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    SizeBand = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    Approved = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_providers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "signing_keys",
                schema: "search",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Key = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_signing_keys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "watches",
                schema: "search",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Slot = table.Column<int>(type: "integer", nullable: false),
                    OrganisationId = table.Column<Guid>(type: "uuid", nullable: false),
                    AvoidKey = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Subject = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Fingerprint = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    RecordId = table.Column<Guid>(type: "uuid", nullable: true),
                    RecordKind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    Query = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    Field = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Mode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    MinTrl = table.Column<int>(type: "integer", nullable: true),
                    Terms = table.Column<int>(type: "integer", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    PausedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Matches = table.Column<int>(type: "integer", nullable: false),
                    MatchedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "watch_hits",
                schema: "search",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WatchId = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    DocumentId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Weight = table.Column<double>(type: "double precision", nullable: false),
                    Instant = table.Column<bool>(type: "boolean", nullable: false),
                    ToldAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Json = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watch_hits", x => x.Id);
                    table.ForeignKey(
                        name: "FK_watch_hits_watches_WatchId",
                        column: x => x.WatchId,
                        principalSchema: "search",
                        principalTable: "watches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "watch_terms",
                schema: "search",
                columns: table => new
                {
                    WatchId = table.Column<Guid>(type: "uuid", nullable: false),
                    Term = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watch_terms", x => new { x.Term, x.WatchId });
                    table.ForeignKey(
                        name: "FK_watch_terms_watches_WatchId",
                        column: x => x.WatchId,
                        principalSchema: "search",
                        principalTable: "watches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_documents_OrganisationId",
                schema: "search",
                table: "documents",
                column: "OrganisationId");

            migrationBuilder.CreateIndex(
                name: "IX_feedback_SourceId",
                schema: "search",
                table: "feedback",
                column: "SourceId");

            migrationBuilder.CreateIndex(
                name: "IX_new_records_At",
                schema: "search",
                table: "new_records",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_partner_marks_OrganisationId_State_At",
                schema: "search",
                table: "partner_marks",
                columns: new[] { "OrganisationId", "State", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_watch_hits_AccountId_ToldAt",
                schema: "search",
                table: "watch_hits",
                columns: new[] { "AccountId", "ToldAt" });

            migrationBuilder.CreateIndex(
                name: "IX_watch_hits_ToldAt_At",
                schema: "search",
                table: "watch_hits",
                columns: new[] { "ToldAt", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_watch_hits_WatchId_DocumentId",
                schema: "search",
                table: "watch_hits",
                columns: new[] { "WatchId", "DocumentId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_watch_terms_WatchId",
                schema: "search",
                table: "watch_terms",
                column: "WatchId");

            migrationBuilder.CreateIndex(
                name: "IX_watches_AccountId_Fingerprint",
                schema: "search",
                table: "watches",
                columns: new[] { "AccountId", "Fingerprint" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_watches_AccountId_Slot",
                schema: "search",
                table: "watches",
                columns: new[] { "AccountId", "Slot" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_watches_RecordId",
                schema: "search",
                table: "watches",
                column: "RecordId");

            // What the documents say already; later ones bring it with them.
            migrationBuilder.Sql("""
                UPDATE search."documents" SET "OrganisationId" = ("Json"::jsonb ->> 'organisationId')::uuid,
                    "PublishedAt" = ("Json"::jsonb ->> 'publishedAt')::timestamptz
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "feedback",
                schema: "search");

            migrationBuilder.DropTable(
                name: "feedback_counter",
                schema: "search");

            migrationBuilder.DropTable(
                name: "learned_blend",
                schema: "search");

            migrationBuilder.DropTable(
                name: "new_records",
                schema: "search");

            migrationBuilder.DropTable(
                name: "partner_marks",
                schema: "search");

            migrationBuilder.DropTable(
                name: "providers",
                schema: "search");

            migrationBuilder.DropTable(
                name: "signing_keys",
                schema: "search");

            migrationBuilder.DropTable(
                name: "watch_hits",
                schema: "search");

            migrationBuilder.DropTable(
                name: "watch_terms",
                schema: "search");

            migrationBuilder.DropTable(
                name: "watches",
                schema: "search");

            migrationBuilder.DropIndex(
                name: "IX_documents_OrganisationId",
                schema: "search",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "OrganisationId",
                schema: "search",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "PublishedAt",
                schema: "search",
                table: "documents");
        }
    }
}
