using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Achievements.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class EndedAccountsAndPublicVersion : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "PublicAt",
                table: "records",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<long>(
                name: "PublicVersion",
                table: "records",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // What others saw before is what the record was.
            migrationBuilder.Sql("""
                UPDATE records SET "PublicVersion" = "Version", "PublicAt" = "UpdatedAt" WHERE "PublishedAt" IS NOT NULL
                """);

            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Ended = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.Id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropColumn(
                name: "PublicAt",
                table: "records");

            migrationBuilder.DropColumn(
                name: "PublicVersion",
                table: "records");
        }
    }
}
