using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Search.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class KeepTokenVectorsApartAndMarkets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Made anew by the model in the background. The old columns go with the release after: a process of the one before
            // may use them until it stops.
            migrationBuilder.Sql("""UPDATE search.texts SET "Embedding" = NULL WHERE "Embedding" IS NOT NULL""");

            migrationBuilder.AddColumn<byte[]>(
                name: "Sentence",
                schema: "search",
                table: "texts",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SentenceModel",
                schema: "search",
                table: "texts",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_texts_SentenceModel",
                schema: "search",
                table: "texts",
                column: "SentenceModel");

            migrationBuilder.CreateTable(
                name: "market_entries",
                schema: "search",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MarketId = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Open = table.Column<bool>(type: "boolean", nullable: false),
                    OrganisationId = table.Column<Guid>(type: "uuid", nullable: false),
                    AuthorId = table.Column<Guid>(type: "uuid", nullable: true),
                    OrganisationKey = table.Column<string>(type: "text", nullable: false),
                    Avoid = table.Column<string>(type: "text", nullable: false),
                    Json = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_entries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "token_vectors",
                schema: "search",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Embedding = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_token_vectors", x => x.Id);
                    table.ForeignKey(
                        name: "FK_token_vectors_texts_Id",
                        column: x => x.Id,
                        principalSchema: "search",
                        principalTable: "texts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "market_texts",
                schema: "search",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EntryId = table.Column<Guid>(type: "uuid", nullable: false),
                    Side = table.Column<string>(type: "text", nullable: false),
                    Model = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    Sentence = table.Column<byte[]>(type: "bytea", nullable: true),
                    Bag = table.Column<byte[]>(type: "bytea", nullable: false),
                    Embedding = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_texts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_market_texts_market_entries_EntryId",
                        column: x => x.EntryId,
                        principalSchema: "search",
                        principalTable: "market_entries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_market_entries_MarketId",
                schema: "search",
                table: "market_entries",
                column: "MarketId");

            migrationBuilder.CreateIndex(
                name: "IX_market_texts_EntryId_Side",
                schema: "search",
                table: "market_texts",
                columns: new[] { "EntryId", "Side" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_market_texts_Model",
                schema: "search",
                table: "market_texts",
                column: "Model");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "market_texts",
                schema: "search");

            migrationBuilder.DropTable(
                name: "token_vectors",
                schema: "search");

            migrationBuilder.DropTable(
                name: "market_entries",
                schema: "search");

            migrationBuilder.DropIndex(
                name: "IX_texts_SentenceModel",
                schema: "search",
                table: "texts");

            migrationBuilder.DropColumn(
                name: "Sentence",
                schema: "search",
                table: "texts");

            migrationBuilder.DropColumn(
                name: "SentenceModel",
                schema: "search",
                table: "texts");
        }
    }
}
