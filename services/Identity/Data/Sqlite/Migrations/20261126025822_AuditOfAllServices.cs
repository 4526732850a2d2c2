using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Identity.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AuditOfAllServices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "LabelEn",
                table: "audit_entries",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LabelZh",
                table: "audit_entries",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_At",
                table: "audit_entries",
                column: "At");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_audit_entries_At",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "LabelEn",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "LabelZh",
                table: "audit_entries");
        }
    }
}
