using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Needs.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class TokensFrom : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "TokensFrom",
                table: "accounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "TokensFrom",
                table: "accounts");
        }
    }
}
