using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Achievements.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AvoidedOrganisations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Avoided",
                table: "records",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "organisation_names",
                columns: table => new
                {
                    Key = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    OrganisationId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation_names", x => new { x.Key, x.OrganisationId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_organisation_names_OrganisationId",
                table: "organisation_names",
                column: "OrganisationId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "organisation_names");

            migrationBuilder.DropColumn(
                name: "Avoided",
                table: "records");
        }
    }
}
