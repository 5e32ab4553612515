using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OnlineBooking : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries");

            migrationBuilder.AddColumn<bool>(
                name: "books_online",
                table: "tenants",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "slug",
                table: "tenants",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "declared_at",
                table: "patients",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "to_newcomer_id",
                table: "deliveries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "booked_by",
                table: "appointments",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "TEXT");

            migrationBuilder.CreateTable(
                name: "newcomers",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    visit_type_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    starts_at = table.Column<long>(type: "INTEGER", nullable: false),
                    hold = table.Column<Guid>(type: "TEXT", nullable: false),
                    given_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    family_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    birth_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    phone = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: true),
                    code = table.Column<Guid>(type: "TEXT", nullable: true),
                    code_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    code_ends_at = table.Column<long>(type: "INTEGER", nullable: true),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    proved_at = table.Column<long>(type: "INTEGER", nullable: true),
                    appointment_id = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_newcomers", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_newcomers_appointments_tenant_id_appointment_id",
                        columns: x => new { x.tenant_id, x.appointment_id },
                        principalTable: "appointments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_newcomers_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_newcomers_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_newcomers_visit_types_tenant_id_visit_type_id",
                        columns: x => new { x.tenant_id, x.visit_type_id },
                        principalTable: "visit_types",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_tenants_slug",
                table: "tenants",
                column: "slug",
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries",
                sql: "(CASE WHEN to_patient_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_participant_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_newcomer_id IS NULL THEN 0 ELSE 1 END) = 1");

            migrationBuilder.CreateIndex(
                name: "IX_newcomers_tenant_id_appointment_id",
                table: "newcomers",
                columns: new[] { "tenant_id", "appointment_id" });

            migrationBuilder.CreateIndex(
                name: "IX_newcomers_tenant_id_practitioner_id",
                table: "newcomers",
                columns: new[] { "tenant_id", "practitioner_id" });

            migrationBuilder.CreateIndex(
                name: "IX_newcomers_tenant_id_secret_hash",
                table: "newcomers",
                columns: new[] { "tenant_id", "secret_hash" },
                unique: true,
                filter: "appointment_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_newcomers_tenant_id_seen_at",
                table: "newcomers",
                columns: new[] { "tenant_id", "seen_at" });

            migrationBuilder.CreateIndex(
                name: "IX_newcomers_tenant_id_visit_type_id",
                table: "newcomers",
                columns: new[] { "tenant_id", "visit_type_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "newcomers");

            migrationBuilder.DropIndex(
                name: "IX_tenants_slug",
                table: "tenants");

            migrationBuilder.DropCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "books_online",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "slug",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "declared_at",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "to_newcomer_id",
                table: "deliveries");

            migrationBuilder.AlterColumn<Guid>(
                name: "booked_by",
                table: "appointments",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries",
                sql: "(CASE WHEN to_patient_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_participant_id IS NULL THEN 0 ELSE 1 END) = 1");
        }
    }
}
