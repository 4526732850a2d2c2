using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Achievements.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class EndedAccountsAndPublicVersion : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "PublicAt",
                schema: "achievements",
                table: "records",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<long>(
                name: "PublicVersion",
                schema: "achievements",
                table: "records",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            // What others saw before is what the record was.
            migrationBuilder.Sql("""
                UPDATE achievements.records SET "PublicVersion" = "Version", "PublicAt" = "UpdatedAt" WHERE "PublishedAt" IS NOT NULL
                """);

            migrationBuilder.CreateTable(
                name: "accounts",
                schema: "achievements",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Ended = table.Column<bool>(type: "boolean", nullable: false)
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
                name: "accounts",
                schema: "achievements");

            migrationBuilder.DropColumn(
                name: "PublicAt",
                schema: "achievements",
                table: "records");

            migrationBuilder.DropColumn(
                name: "PublicVersion",
                schema: "achievements",
                table: "records");
        }
    }
}
