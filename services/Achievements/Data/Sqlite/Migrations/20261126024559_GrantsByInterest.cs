using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Achievements.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class GrantsByInterest : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "OpenSince",
                table: "records",
                type: "TEXT",
                nullable: true);

            // By hand: the tool would rebuild the table outside the transaction.
            migrationBuilder.Sql("""
                CREATE TABLE "grants_new" (
                    "RecordId" TEXT NOT NULL,
                    "OrganisationId" TEXT NOT NULL,
                    "InterestId" TEXT NOT NULL,
                    "Version" INTEGER NOT NULL,
                    "Tier" TEXT NOT NULL,
                    "At" TEXT NOT NULL,
                    "EndedAt" TEXT NULL,
                    CONSTRAINT "PK_grants" PRIMARY KEY ("RecordId", "OrganisationId", "InterestId"));
                INSERT INTO "grants_new" ("RecordId", "OrganisationId", "InterestId", "Version", "Tier", "At")
                SELECT "RecordId", "OrganisationId", '00000000-0000-0000-0000-000000000000', 0, "Tier", "At" FROM "grants";
                DROP TABLE "grants";
                ALTER TABLE "grants_new" RENAME TO "grants";
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_grants",
                table: "grants");

            migrationBuilder.DropColumn(
                name: "OpenSince",
                table: "records");

            migrationBuilder.DropColumn(
                name: "InterestId",
                table: "grants");

            migrationBuilder.DropColumn(
                name: "EndedAt",
                table: "grants");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "grants");

            migrationBuilder.AddPrimaryKey(
                name: "PK_grants",
                table: "grants",
                columns: new[] { "RecordId", "OrganisationId" });
        }
    }
}
