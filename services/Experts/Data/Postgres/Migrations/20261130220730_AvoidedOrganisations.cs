using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Experts.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AvoidedOrganisations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Avoided",
                schema: "experts",
                table: "records",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "organisation_names",
                schema: "experts",
                columns: table => new
                {
                    Key = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    OrganisationId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation_names", x => new { x.Key, x.OrganisationId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_organisation_names_OrganisationId",
                schema: "experts",
                table: "organisation_names",
                column: "OrganisationId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "organisation_names",
                schema: "experts");

            migrationBuilder.DropColumn(
                name: "Avoided",
                schema: "experts",
                table: "records");
        }
    }
}
