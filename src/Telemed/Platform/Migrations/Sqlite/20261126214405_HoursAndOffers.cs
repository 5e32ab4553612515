using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "minutes_before",
                table: "appointments",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "request",
                table: "appointments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "visit_type_id",
                table: "appointments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "booking_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    zone = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    notice_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    farthest_days = table.Column<int>(type: "INTEGER", nullable: false),
                    most_per_day = table.Column<int>(type: "INTEGER", nullable: true),
                    rests_on_holidays = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
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
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    starts_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    held_until = table.Column<long>(type: "INTEGER", nullable: true),
                    held_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    note = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true)
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
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    first = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    last = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    from_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    until_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    is_open = table.Column<bool>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
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
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ranges = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false)
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
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    minutes_before = table.Column<int>(type: "INTEGER", nullable: false),
                    minutes_after = table.Column<int>(type: "INTEGER", nullable: false),
                    modality = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    for_patients = table.Column<bool>(type: "INTEGER", nullable: false),
                    stands_at_once = table.Column<bool>(type: "INTEGER", nullable: false),
                    retired_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
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
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    visit_type_id = table.Column<Guid>(type: "TEXT", nullable: false)
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
