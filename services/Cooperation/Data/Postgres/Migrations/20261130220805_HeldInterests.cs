using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Cooperation.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class HeldInterests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Held",
                schema: "cooperation",
                table: "interests",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_items_AuthorId",
                schema: "cooperation",
                table: "items",
                column: "AuthorId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_items_AuthorId",
                schema: "cooperation",
                table: "items");

            migrationBuilder.DropColumn(
                name: "Held",
                schema: "cooperation",
                table: "interests");
        }
    }
}
