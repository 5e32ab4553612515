using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
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
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "slug",
                table: "tenants",
                type: "character varying(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "declared_at",
                table: "patients",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "to_newcomer_id",
                table: "deliveries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "booked_by",
                table: "appointments",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.CreateTable(
                name: "newcomers",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    address = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    seen_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    visit_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    hold = table.Column<Guid>(type: "uuid", nullable: false),
                    given_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    family_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: true),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: true),
                    code = table.Column<Guid>(type: "uuid", nullable: true),
                    code_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    code_ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    proved_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    appointment_id = table.Column<Guid>(type: "uuid", nullable: true)
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
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "deliveries_one_recipient",
                table: "deliveries",
                sql: "(CASE WHEN to_patient_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_participant_id IS NULL THEN 0 ELSE 1 END) = 1");
        }
    }
}
