using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Notifications.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Watches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Email",
                schema: "notifications",
                table: "people",
                type: "character varying(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Language",
                schema: "notifications",
                table: "people",
                type: "character varying(10)",
                maxLength: 10,
                nullable: false,
                defaultValue: "zh-CN");

            migrationBuilder.AddColumn<string>(
                name: "Unsubscribe",
                schema: "notifications",
                table: "notifications",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Unsubscribe",
                schema: "notifications",
                table: "mails",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Email",
                schema: "notifications",
                table: "people");

            migrationBuilder.DropColumn(
                name: "Language",
                schema: "notifications",
                table: "people");

            migrationBuilder.DropColumn(
                name: "Unsubscribe",
                schema: "notifications",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "Unsubscribe",
                schema: "notifications",
                table: "mails");
        }
    }
}
