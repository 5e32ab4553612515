using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Guests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries");

            migrationBuilder.AddColumn<Guid>(
                name: "to_participant_id",
                table: "deliveries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries",
                sql: "(CASE WHEN to_patient_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_participant_id IS NULL THEN 0 ELSE 1 END) = 1");

            migrationBuilder.DropIndex(
                name: "IX_participants_tenant_id_encounter_id_role",
                table: "participants");

            migrationBuilder.AddColumn<string>(
                name: "email",
                table: "participants",
                type: "character varying(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "invited_at",
                table: "participants",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "participants",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "participants",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "removed_at",
                table: "participants",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "seat_number",
                table: "participants",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            // Practitioner and patient sit where they always sit, before nobody may share a seat.
            migrationBuilder.Sql("UPDATE participants SET seat_number = 1 WHERE role = 'Patient'");

            migrationBuilder.CreateIndex(
                name: "IX_participants_tenant_id_encounter_id_seat_number",
                table: "participants",
                columns: new[] { "tenant_id", "encounter_id", "seat_number" },
                unique: true,
                filter: "removed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "to_participant_id",
                table: "deliveries");

            migrationBuilder.AddCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries",
                sql: "(to_patient_id IS NULL) <> (to_account_id IS NULL)");

            migrationBuilder.DropIndex(
                name: "IX_participants_tenant_id_encounter_id_seat_number",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "email",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "invited_at",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "name",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "removed_at",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "seat_number",
                table: "participants");

            migrationBuilder.CreateIndex(
                name: "IX_participants_tenant_id_encounter_id_role",
                table: "participants",
                columns: new[] { "tenant_id", "encounter_id", "role" },
                unique: true);
        }
    }
}
