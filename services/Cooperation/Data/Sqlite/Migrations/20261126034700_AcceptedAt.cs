using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Cooperation.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AcceptedAt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "AcceptedAt",
                table: "interests",
                type: "TEXT",
                nullable: true);

            // Interests accepted before carry the time in their history.
            migrationBuilder.Sql("""
                UPDATE interests SET "AcceptedAt" = (
                    SELECT MIN(replace(replace(turn.value ->> 'at', 'T', ' '), 'Z', '')) FROM json_each("Turns") AS turn WHERE turn.value ->> 'verb' = 'accept')
                WHERE "Status" IN ('Accepted', 'Ended')
                """);

            migrationBuilder.CreateIndex(
                name: "IX_interests_AcceptedAt",
                table: "interests",
                column: "AcceptedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_interests_AcceptedAt",
                table: "interests");

            migrationBuilder.DropColumn(
                name: "AcceptedAt",
                table: "interests");
        }
    }
}
