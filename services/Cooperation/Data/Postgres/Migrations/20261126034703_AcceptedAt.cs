using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Cooperation.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AcceptedAt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "AcceptedAt",
                schema: "cooperation",
                table: "interests",
                type: "timestamp with time zone",
                nullable: true);

            // Interests accepted before carry the time in their history.
            migrationBuilder.Sql("""
                UPDATE cooperation.interests SET "AcceptedAt" = (
                    SELECT MIN((turn ->> 'at')::timestamptz) FROM jsonb_array_elements("Turns"::jsonb) AS turn WHERE turn ->> 'verb' = 'accept')
                WHERE "Status" IN ('Accepted', 'Ended')
                """);

            migrationBuilder.CreateIndex(
                name: "IX_interests_AcceptedAt",
                schema: "cooperation",
                table: "interests",
                column: "AcceptedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_interests_AcceptedAt",
                schema: "cooperation",
                table: "interests");

            migrationBuilder.DropColumn(
                name: "AcceptedAt",
                schema: "cooperation",
                table: "interests");
        }
    }
}
