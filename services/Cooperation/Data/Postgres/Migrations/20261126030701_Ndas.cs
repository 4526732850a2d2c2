using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Cooperation.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Ndas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Ndas",
                schema: "cooperation",
                table: "interests",
                type: "text",
                nullable: false,
                defaultValue: "[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Ndas",
                schema: "cooperation",
                table: "interests");
        }
    }
}
