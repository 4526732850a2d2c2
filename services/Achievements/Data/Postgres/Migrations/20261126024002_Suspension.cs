using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Achievements.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Suspension : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Withheld",
                schema: "achievements",
                table: "records",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Suspended",
                schema: "achievements",
                table: "organisations",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Withheld",
                schema: "achievements",
                table: "records");

            migrationBuilder.DropColumn(
                name: "Suspended",
                schema: "achievements",
                table: "organisations");
        }
    }
}
