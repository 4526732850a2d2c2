using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Search.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FeedbackAndWatches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "OrganisationId",
                table: "documents",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<DateTime>(
                name: "PublishedAt",
                table: "documents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "feedback",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "INTEGER", nullable: false),
                    SourceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OtherId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OrganisationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Action = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Context = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feedback", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "feedback_counter",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Last = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feedback_counter", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "learned_blend",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Method = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Seq = table.Column<long>(type: "INTEGER", nullable: false),
                    Entries = table.Column<long>(type: "INTEGER", nullable: false),
                    Pairs = table.Column<long>(type: "INTEGER", nullable: false),
                    Translation = table.Column<double>(type: "REAL", nullable: false),
                    Latent = table.Column<double>(type: "REAL", nullable: false),
                    Sentence = table.Column<double>(type: "REAL", nullable: false),
                    Late = table.Column<double>(type: "REAL", nullable: false),
                    Adopted = table.Column<bool>(type: "INTEGER", nullable: false),
                    GuardOffline = table.Column<double>(type: "REAL", nullable: true),
                    GuardLearned = table.Column<double>(type: "REAL", nullable: true),
                    GuardQueries = table.Column<int>(type: "INTEGER", nullable: false),
                    GuardModel = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    LearnedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learned_blend", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "new_records",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_new_records", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "partner_marks",
                columns: table => new
                {
                    SourceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OtherId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SourceKind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    OtherKind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    OrganisationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    Clicked = table.Column<bool>(type: "INTEGER", nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_partner_marks", x => new { x.SourceId, x.OtherId });
                });

            migrationBuilder.CreateTable(
                name: "providers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    SizeBand = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    Approved = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_providers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "signing_keys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Key = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_signing_keys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "watches",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Slot = table.Column<int>(type: "INTEGER", nullable: false),
                    OrganisationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AvoidKey = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Fingerprint = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    RecordId = table.Column<Guid>(type: "TEXT", nullable: true),
                    RecordKind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    Query = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    Field = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Mode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    MinTrl = table.Column<int>(type: "INTEGER", nullable: true),
                    Terms = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    PausedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Matches = table.Column<int>(type: "INTEGER", nullable: false),
                    MatchedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "watch_hits",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    WatchId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    DocumentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Weight = table.Column<double>(type: "REAL", nullable: false),
                    Instant = table.Column<bool>(type: "INTEGER", nullable: false),
                    ToldAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watch_hits", x => x.Id);
                    table.ForeignKey(
                        name: "FK_watch_hits_watches_WatchId",
                        column: x => x.WatchId,
                        principalTable: "watches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "watch_terms",
                columns: table => new
                {
                    WatchId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Term = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watch_terms", x => new { x.Term, x.WatchId });
                    table.ForeignKey(
                        name: "FK_watch_terms_watches_WatchId",
                        column: x => x.WatchId,
                        principalTable: "watches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_documents_OrganisationId",
                table: "documents",
                column: "OrganisationId");

            migrationBuilder.CreateIndex(
                name: "IX_feedback_SourceId",
                table: "feedback",
                column: "SourceId");

            migrationBuilder.CreateIndex(
                name: "IX_new_records_At",
                table: "new_records",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_partner_marks_OrganisationId_State_At",
                table: "partner_marks",
                columns: new[] { "OrganisationId", "State", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_watch_hits_AccountId_ToldAt",
                table: "watch_hits",
                columns: new[] { "AccountId", "ToldAt" });

            migrationBuilder.CreateIndex(
                name: "IX_watch_hits_ToldAt_At",
                table: "watch_hits",
                columns: new[] { "ToldAt", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_watch_hits_WatchId_DocumentId",
                table: "watch_hits",
                columns: new[] { "WatchId", "DocumentId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_watch_terms_WatchId",
                table: "watch_terms",
                column: "WatchId");

            migrationBuilder.CreateIndex(
                name: "IX_watches_AccountId_Fingerprint",
                table: "watches",
                columns: new[] { "AccountId", "Fingerprint" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_watches_AccountId_Slot",
                table: "watches",
                columns: new[] { "AccountId", "Slot" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_watches_RecordId",
                table: "watches",
                column: "RecordId");

            // What the documents say already; later ones bring it with them.
            migrationBuilder.Sql("""
                UPDATE "documents" SET "OrganisationId" = upper(json_extract("Json", '$.organisationId')),
                    "PublishedAt" = replace(replace(json_extract("Json", '$.publishedAt'), 'T', ' '), 'Z', '')
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "feedback");

            migrationBuilder.DropTable(
                name: "feedback_counter");

            migrationBuilder.DropTable(
                name: "learned_blend");

            migrationBuilder.DropTable(
                name: "new_records");

            migrationBuilder.DropTable(
                name: "partner_marks");

            migrationBuilder.DropTable(
                name: "providers");

            migrationBuilder.DropTable(
                name: "signing_keys");

            migrationBuilder.DropTable(
                name: "watch_hits");

            migrationBuilder.DropTable(
                name: "watch_terms");

            migrationBuilder.DropTable(
                name: "watches");

            migrationBuilder.DropIndex(
                name: "IX_documents_OrganisationId",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "OrganisationId",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "PublishedAt",
                table: "documents");
        }
    }
}
