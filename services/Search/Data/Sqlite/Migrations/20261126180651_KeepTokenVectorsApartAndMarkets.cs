using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Search.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class KeepTokenVectorsApartAndMarkets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Made anew by the model in the background. The old columns go with the release after: a process of the one before
            // may use them until it stops.
            migrationBuilder.Sql("""UPDATE texts SET "Embedding" = NULL WHERE "Embedding" IS NOT NULL""");

            migrationBuilder.AddColumn<byte[]>(
                name: "Sentence",
                table: "texts",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SentenceModel",
                table: "texts",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_texts_SentenceModel",
                table: "texts",
                column: "SentenceModel");

            migrationBuilder.CreateTable(
                name: "market_entries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    MarketId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Open = table.Column<bool>(type: "INTEGER", nullable: false),
                    OrganisationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AuthorId = table.Column<Guid>(type: "TEXT", nullable: true),
                    OrganisationKey = table.Column<string>(type: "TEXT", nullable: false),
                    Avoid = table.Column<string>(type: "TEXT", nullable: false),
                    Json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_entries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "token_vectors",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Embedding = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_token_vectors", x => x.Id);
                    table.ForeignKey(
                        name: "FK_token_vectors_texts_Id",
                        column: x => x.Id,
                        principalTable: "texts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "market_texts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    EntryId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Side = table.Column<string>(type: "TEXT", nullable: false),
                    Model = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    Sentence = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Bag = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Embedding = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_texts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_market_texts_market_entries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "market_entries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_market_entries_MarketId",
                table: "market_entries",
                column: "MarketId");

            migrationBuilder.CreateIndex(
                name: "IX_market_texts_EntryId_Side",
                table: "market_texts",
                columns: new[] { "EntryId", "Side" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_market_texts_Model",
                table: "market_texts",
                column: "Model");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "market_texts");

            migrationBuilder.DropTable(
                name: "token_vectors");

            migrationBuilder.DropTable(
                name: "market_entries");

            migrationBuilder.DropIndex(
                name: "IX_texts_SentenceModel",
                table: "texts");

            migrationBuilder.DropColumn(
                name: "Sentence",
                table: "texts");

            migrationBuilder.DropColumn(
                name: "SentenceModel",
                table: "texts");
        }
    }
}
