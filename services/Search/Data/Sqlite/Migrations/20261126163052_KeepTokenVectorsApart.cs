using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Search.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class KeepTokenVectorsApart : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Made anew by the model in the background. The old column goes with the release after: a process of the one
            // before may read it until it stops.
            migrationBuilder.Sql("""UPDATE texts SET "Embedding" = NULL, "Model" = NULL WHERE "Model" IS NOT NULL""");

            migrationBuilder.AddColumn<byte[]>(
                name: "Sentence",
                table: "texts",
                type: "BLOB",
                nullable: true);

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "token_vectors");

            migrationBuilder.DropColumn(
                name: "Sentence",
                table: "texts");
        }
    }
}
