using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Cooperation.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Ndas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Ndas",
                table: "interests",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Ndas",
                table: "interests");
        }
    }
}
