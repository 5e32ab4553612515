using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class HoursAndOffers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "minutes_after",
                table: "appointments",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "minutes_before",
                table: "appointments",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "request",
                table: "appointments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "visit_type_id",
                table: "appointments",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "booking_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    notice_minutes = table.Column<int>(type: "integer", nullable: false),
                    farthest_days = table.Column<int>(type: "integer", nullable: false),
                    most_per_day = table.Column<int>(type: "integer", nullable: true),
                    rests_on_holidays = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_booking_policies", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_booking_policies_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_booking_policies_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "busy_times",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    held_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    held_by = table.Column<Guid>(type: "uuid", nullable: true),
                    note = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_busy_times", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("busy_times_end_after_start", "ends_at > starts_at");
                    table.CheckConstraint("busy_times_holds_end", "(kind = 'Hold') = (held_until IS NOT NULL)");
                    table.ForeignKey(
                        name: "FK_busy_times_accounts_held_by",
                        column: x => x.held_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_busy_times_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_busy_times_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "hours_changes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first = table.Column<DateOnly>(type: "date", nullable: false),
                    last = table.Column<DateOnly>(type: "date", nullable: false),
                    from_minute = table.Column<int>(type: "integer", nullable: false),
                    until_minute = table.Column<int>(type: "integer", nullable: false),
                    is_open = table.Column<bool>(type: "boolean", nullable: false),
                    note = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hours_changes", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("hours_changes_days", "last >= first");
                    table.CheckConstraint("hours_changes_minutes", "from_minute >= 0 AND until_minute > from_minute AND until_minute <= 1440");
                    table.ForeignKey(
                        name: "FK_hours_changes_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_hours_changes_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "hours_periods",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    ranges = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hours_periods", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("hours_periods_end", "until IS NULL OR until >= \"from\"");
                    table.ForeignKey(
                        name: "FK_hours_periods_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_hours_periods_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "visit_types",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    minutes_before = table.Column<int>(type: "integer", nullable: false),
                    minutes_after = table.Column<int>(type: "integer", nullable: false),
                    modality = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    for_patients = table.Column<bool>(type: "boolean", nullable: false),
                    stands_at_once = table.Column<bool>(type: "boolean", nullable: false),
                    retired_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visit_types", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_visit_types_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offered_visits",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    visit_type_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_offered_visits", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_offered_visits_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_offered_visits_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_offered_visits_visit_types_tenant_id_visit_type_id",
                        columns: x => new { x.tenant_id, x.visit_type_id },
                        principalTable: "visit_types",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_appointments_tenant_id_request",
                table: "appointments",
                columns: new[] { "tenant_id", "request" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_appointments_tenant_id_visit_type_id",
                table: "appointments",
                columns: new[] { "tenant_id", "visit_type_id" });

            migrationBuilder.CreateIndex(
                name: "IX_booking_policies_tenant_id_practitioner_id",
                table: "booking_policies",
                columns: new[] { "tenant_id", "practitioner_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_busy_times_held_by",
                table: "busy_times",
                column: "held_by");

            migrationBuilder.CreateIndex(
                name: "IX_busy_times_tenant_id_practitioner_id_ends_at",
                table: "busy_times",
                columns: new[] { "tenant_id", "practitioner_id", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "IX_hours_changes_tenant_id_practitioner_id_last",
                table: "hours_changes",
                columns: new[] { "tenant_id", "practitioner_id", "last" });

            migrationBuilder.CreateIndex(
                name: "IX_hours_periods_tenant_id_practitioner_id",
                table: "hours_periods",
                columns: new[] { "tenant_id", "practitioner_id" });

            migrationBuilder.CreateIndex(
                name: "IX_offered_visits_tenant_id_practitioner_id_visit_type_id",
                table: "offered_visits",
                columns: new[] { "tenant_id", "practitioner_id", "visit_type_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_offered_visits_tenant_id_visit_type_id",
                table: "offered_visits",
                columns: new[] { "tenant_id", "visit_type_id" });

            migrationBuilder.AddForeignKey(
                name: "FK_appointments_visit_types_tenant_id_visit_type_id",
                table: "appointments",
                columns: new[] { "tenant_id", "visit_type_id" },
                principalTable: "visit_types",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            // From here on the practitioners' time is kept in a table of its own, which the guards fill.
            migrationBuilder.Sql("ALTER TABLE appointments DROP CONSTRAINT IF EXISTS appointments_no_overlap");
            migrationBuilder.Sql(
                """
                INSERT INTO busy_times (tenant_id, id, practitioner_id, starts_at, ends_at, kind)
                SELECT tenant_id, id, practitioner_id, starts_at, ends_at, 'Appointment' FROM appointments WHERE status IN ('Pending', 'Booked', 'Arrived')
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER IF EXISTS appointments_take_time ON appointments");
            migrationBuilder.DropForeignKey(
                name: "FK_appointments_visit_types_tenant_id_visit_type_id",
                table: "appointments");

            migrationBuilder.DropTable(
                name: "booking_policies");

            migrationBuilder.DropTable(
                name: "busy_times");

            migrationBuilder.DropTable(
                name: "hours_changes");

            migrationBuilder.DropTable(
                name: "hours_periods");

            migrationBuilder.DropTable(
                name: "offered_visits");

            migrationBuilder.DropTable(
                name: "visit_types");

            migrationBuilder.DropIndex(
                name: "IX_appointments_tenant_id_request",
                table: "appointments");

            migrationBuilder.DropIndex(
                name: "IX_appointments_tenant_id_visit_type_id",
                table: "appointments");

            migrationBuilder.DropColumn(
                name: "minutes_after",
                table: "appointments");

            migrationBuilder.DropColumn(
                name: "minutes_before",
                table: "appointments");

            migrationBuilder.DropColumn(
                name: "request",
                table: "appointments");

            migrationBuilder.DropColumn(
                name: "visit_type_id",
                table: "appointments");
        }
    }
}
