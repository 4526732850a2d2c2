using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Search.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class TokensFrom : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "TokensFrom",
                schema: "search",
                table: "accounts",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "TokensFrom",
                schema: "search",
                table: "accounts");
        }
    }
}
