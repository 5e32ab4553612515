using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SchedulingGrows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "books_online",
                table: "tenants",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "imports_calendars",
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

            migrationBuilder.AddColumn<DateTime>(
                name: "due_at",
                table: "deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "to_newcomer_id",
                table: "deliveries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "change_minutes",
                table: "booking_policies",
                type: "integer",
                nullable: false,
                defaultValue: 120);

            migrationBuilder.AddColumn<string>(
                name: "cancellation_note",
                table: "appointments",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "replaces",
                table: "appointments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "series",
                table: "appointments",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "calendar_feeds",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calendar_feeds", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_calendar_feeds_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_calendar_feeds_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "earlier_wishes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    visit_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    from = table.Column<DateOnly>(type: "date", nullable: true),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    appointment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: false),
                    offered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_earlier_wishes", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_earlier_wishes_accounts_asked_by",
                        column: x => x.asked_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_wishes_appointments_tenant_id_appointment_id",
                        columns: x => new { x.tenant_id, x.appointment_id },
                        principalTable: "appointments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_wishes_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_wishes_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_wishes_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_wishes_visit_types_tenant_id_visit_type_id",
                        columns: x => new { x.tenant_id, x.visit_type_id },
                        principalTable: "visit_types",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

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

            migrationBuilder.CreateTable(
                name: "outside_calendars",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    given_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    next_read_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    failed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    fault = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outside_calendars", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("outside_calendars_fault", "(fault IS NULL) = (failed_at IS NULL)");
                    table.ForeignKey(
                        name: "FK_outside_calendars_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_outside_calendars_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reminder_choices",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: true),
                    unwanted = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
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

            migrationBuilder.CreateTable(
                name: "time_changes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    appointment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_starts_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    from_ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    to_starts_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    to_ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_time_changes", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("time_changes_end_after_start", "from_ends_at > from_starts_at AND to_ends_at > to_starts_at");
                    table.ForeignKey(
                        name: "FK_time_changes_accounts_by",
                        column: x => x.by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_time_changes_appointments_tenant_id_appointment_id",
                        columns: x => new { x.tenant_id, x.appointment_id },
                        principalTable: "appointments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_time_changes_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "earlier_offers",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    wish_id = table.Column<Guid>(type: "uuid", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    offered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    answer = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    answered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    appointment_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_earlier_offers", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_earlier_offers_appointments_tenant_id_appointment_id",
                        columns: x => new { x.tenant_id, x.appointment_id },
                        principalTable: "appointments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_offers_earlier_wishes_tenant_id_wish_id",
                        columns: x => new { x.tenant_id, x.wish_id },
                        principalTable: "earlier_wishes",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_offers_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_offers_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_tenants_slug",
                table: "tenants",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "deliveries_one_reminder",
                table: "deliveries",
                columns: new[] { "tenant_id", "subject_id", "kind", "due_at" },
                unique: true,
                filter: "due_at IS NOT NULL AND given_up IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_appointments_tenant_id_series",
                table: "appointments",
                columns: new[] { "tenant_id", "series" });

            migrationBuilder.CreateIndex(
                name: "IX_calendar_feeds_account_id",
                table: "calendar_feeds",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_calendar_feeds_tenant_id_account_id",
                table: "calendar_feeds",
                columns: new[] { "tenant_id", "account_id" },
                unique: true,
                filter: "revoked_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_calendar_feeds_token_hash",
                table: "calendar_feeds",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_earlier_offers_answer_due_at",
                table: "earlier_offers",
                columns: new[] { "answer", "due_at" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_offers_tenant_id_appointment_id",
                table: "earlier_offers",
                columns: new[] { "tenant_id", "appointment_id" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_offers_tenant_id_practitioner_id_ends_at",
                table: "earlier_offers",
                columns: new[] { "tenant_id", "practitioner_id", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_offers_tenant_id_wish_id",
                table: "earlier_offers",
                columns: new[] { "tenant_id", "wish_id" },
                unique: true,
                filter: "answer IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_earlier_offers_token_hash",
                table: "earlier_offers",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_asked_by",
                table: "earlier_wishes",
                column: "asked_by");

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_tenant_id_appointment_id",
                table: "earlier_wishes",
                columns: new[] { "tenant_id", "appointment_id" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_tenant_id_ended_at_asked_at",
                table: "earlier_wishes",
                columns: new[] { "tenant_id", "ended_at", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_tenant_id_patient_id",
                table: "earlier_wishes",
                columns: new[] { "tenant_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_tenant_id_practitioner_id",
                table: "earlier_wishes",
                columns: new[] { "tenant_id", "practitioner_id" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_tenant_id_visit_type_id",
                table: "earlier_wishes",
                columns: new[] { "tenant_id", "visit_type_id" });

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

            migrationBuilder.CreateIndex(
                name: "IX_outside_calendars_tenant_id_practitioner_id",
                table: "outside_calendars",
                columns: new[] { "tenant_id", "practitioner_id" },
                unique: true);

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

            migrationBuilder.CreateIndex(
                name: "IX_time_changes_by",
                table: "time_changes",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "IX_time_changes_tenant_id_appointment_id_at",
                table: "time_changes",
                columns: new[] { "tenant_id", "appointment_id", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "calendar_feeds");

            migrationBuilder.DropTable(
                name: "earlier_offers");

            migrationBuilder.DropTable(
                name: "newcomers");

            migrationBuilder.DropTable(
                name: "outside_calendars");

            migrationBuilder.DropTable(
                name: "reminder_choices");

            migrationBuilder.DropTable(
                name: "time_changes");

            migrationBuilder.DropTable(
                name: "earlier_wishes");

            migrationBuilder.DropIndex(
                name: "IX_tenants_slug",
                table: "tenants");

            migrationBuilder.DropIndex(
                name: "deliveries_one_reminder",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "IX_appointments_tenant_id_series",
                table: "appointments");

            migrationBuilder.DropColumn(
                name: "books_online",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "imports_calendars",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "slug",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "declared_at",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "due_at",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "to_newcomer_id",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "change_minutes",
                table: "booking_policies");

            migrationBuilder.DropColumn(
                name: "cancellation_note",
                table: "appointments");

            migrationBuilder.DropColumn(
                name: "replaces",
                table: "appointments");

            migrationBuilder.DropColumn(
                name: "series",
                table: "appointments");
        }
    }
}
