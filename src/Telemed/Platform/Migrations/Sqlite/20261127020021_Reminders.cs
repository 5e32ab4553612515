using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Reminders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "due_at",
                table: "deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "reminder_choices",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    unwanted = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminder_choices", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_reminder_choices_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_reminder_choices_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "deliveries_one_reminder",
                table: "deliveries",
                columns: new[] { "tenant_id", "subject_id", "kind", "due_at" },
                unique: true,
                filter: "due_at IS NOT NULL AND given_up IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_reminder_choices_tenant_id_patient_id",
                table: "reminder_choices",
                columns: new[] { "tenant_id", "patient_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "reminder_choices_one_of_clinic",
                table: "reminder_choices",
                column: "tenant_id",
                unique: true,
                filter: "patient_id IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "reminder_choices");

            migrationBuilder.DropIndex(
                name: "deliveries_one_reminder",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "due_at",
                table: "deliveries");
        }
    }
}
