using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Needs.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Suspension : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Withheld",
                schema: "needs",
                table: "records",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Suspended",
                schema: "needs",
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
                schema: "needs",
                table: "records");

            migrationBuilder.DropColumn(
                name: "Suspended",
                schema: "needs",
                table: "organisations");
        }
    }
}
