using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Search.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class KeepTokenVectorsApart : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Made anew by the model in the background. The old column goes with the release after: a process of the one
            // before may read it until it stops.
            migrationBuilder.Sql("""UPDATE search.texts SET "Embedding" = NULL, "Model" = NULL WHERE "Model" IS NOT NULL""");

            migrationBuilder.AddColumn<byte[]>(
                name: "Sentence",
                schema: "search",
                table: "texts",
                type: "bytea",
                nullable: true);

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "token_vectors",
                schema: "search");

            migrationBuilder.DropColumn(
                name: "Sentence",
                schema: "search",
                table: "texts");
        }
    }
}
