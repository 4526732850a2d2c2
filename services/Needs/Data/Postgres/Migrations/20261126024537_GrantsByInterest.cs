using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Matchmaking.Needs.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class GrantsByInterest : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_grants",
                schema: "needs",
                table: "grants");

            migrationBuilder.AddColumn<DateTime>(
                name: "OpenSince",
                schema: "needs",
                table: "records",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "InterestId",
                schema: "needs",
                table: "grants",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<DateTime>(
                name: "EndedAt",
                schema: "needs",
                table: "grants",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Version",
                schema: "needs",
                table: "grants",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddPrimaryKey(
                name: "PK_grants",
                schema: "needs",
                table: "grants",
                columns: new[] { "RecordId", "OrganisationId", "InterestId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_grants",
                schema: "needs",
                table: "grants");

            migrationBuilder.DropColumn(
                name: "OpenSince",
                schema: "needs",
                table: "records");

            migrationBuilder.DropColumn(
                name: "InterestId",
                schema: "needs",
                table: "grants");

            migrationBuilder.DropColumn(
                name: "EndedAt",
                schema: "needs",
                table: "grants");

            migrationBuilder.DropColumn(
                name: "Version",
                schema: "needs",
                table: "grants");

            migrationBuilder.AddPrimaryKey(
                name: "PK_grants",
                schema: "needs",
                table: "grants",
                columns: new[] { "RecordId", "OrganisationId" });
        }
    }
}
