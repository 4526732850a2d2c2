using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Experts.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Suspension : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Withheld",
                table: "records",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Suspended",
                table: "organisations",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Withheld",
                table: "records");

            migrationBuilder.DropColumn(
                name: "Suspended",
                table: "organisations");
        }
    }
}
