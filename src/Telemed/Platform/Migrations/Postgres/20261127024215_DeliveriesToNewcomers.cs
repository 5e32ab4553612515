using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DeliveriesToNewcomers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Alone: SQLite makes the table anew for it, outside of what a crash would roll back.
            migrationBuilder.DropCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries");

            migrationBuilder.AddCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries",
                sql: "(CASE WHEN to_patient_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_participant_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_newcomer_id IS NULL THEN 0 ELSE 1 END) = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries");

            migrationBuilder.AddCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries",
                sql: "(CASE WHEN to_patient_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_participant_id IS NULL THEN 0 ELSE 1 END) = 1");
        }
    }
}
