using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Identity.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AuditOfAllServices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "LabelEn",
                schema: "identity",
                table: "audit_entries",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LabelZh",
                schema: "identity",
                table: "audit_entries",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_At",
                schema: "identity",
                table: "audit_entries",
                column: "At");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_audit_entries_At",
                schema: "identity",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "LabelEn",
                schema: "identity",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "LabelZh",
                schema: "identity",
                table: "audit_entries");
        }
    }
}
