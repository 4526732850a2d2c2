using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Cooperation.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class OneOpenInterest : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Of twins that came before the index, the first stays.
            migrationBuilder.Sql("""
                UPDATE cooperation.interests AS i SET "Status" = 'Withdrawn', "DueAt" = NULL
                WHERE i."Status" IN ('Sent', 'Seen', 'Asked') AND EXISTS (
                    SELECT 1 FROM cooperation.interests AS e
                    WHERE e."SenderOrganisationId" = i."SenderOrganisationId" AND e."ItemId" = i."ItemId"
                      AND e."Status" IN ('Sent', 'Seen', 'Asked') AND e."Number" < i."Number")
                """);
            migrationBuilder.CreateIndex(
                name: "IX_interests_SenderOrganisationId_ItemId",
                schema: "cooperation",
                table: "interests",
                columns: new[] { "SenderOrganisationId", "ItemId" },
                unique: true,
                filter: "\"Status\" IN ('Sent', 'Seen', 'Asked')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_interests_SenderOrganisationId_ItemId",
                schema: "cooperation",
                table: "interests");
        }
    }
}
