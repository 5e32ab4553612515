using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ListsAndMeasures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "diagnosis_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    plain = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    label = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    folded = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_diagnosis_codes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "list_entries",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_list_entries", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_list_entries_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_list_entries_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "monitorings",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    most_systolic = table.Column<int>(type: "integer", nullable: false),
                    most_diastolic = table.Column<int>(type: "integer", nullable: false),
                    least_glucose = table.Column<int>(type: "integer", nullable: false),
                    most_glucose = table.Column<int>(type: "integer", nullable: false),
                    stopped_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    stopped_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_monitorings", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_monitorings_accounts_stopped_by",
                        column: x => x.stopped_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_monitorings_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_monitorings_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_monitorings_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "observations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    hundredths = table.Column<int>(type: "integer", nullable: false),
                    second_hundredths = table.Column<int>(type: "integer", nullable: true),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uuid", nullable: true),
                    from_weight = table.Column<Guid>(type: "uuid", nullable: true),
                    from_height = table.Column<Guid>(type: "uuid", nullable: true),
                    in_error_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    in_error_by = table.Column<Guid>(type: "uuid", nullable: true),
                    in_error_because = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_observations", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_observations_accounts_by",
                        column: x => x.by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_observations_accounts_in_error_by",
                        column: x => x.in_error_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_observations_encounters_tenant_id_encounter_id",
                        columns: x => new { x.tenant_id, x.encounter_id },
                        principalTable: "encounters",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_observations_observations_tenant_id_from_height",
                        columns: x => new { x.tenant_id, x.from_height },
                        principalTable: "observations",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_observations_observations_tenant_id_from_weight",
                        columns: x => new { x.tenant_id, x.from_weight },
                        principalTable: "observations",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_observations_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_observations_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "list_entry_versions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    list_entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    act = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    code = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true),
                    code_label = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    detail = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    category = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    since = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    until = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_list_entry_versions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_list_entry_versions_accounts_by",
                        column: x => x.by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_list_entry_versions_list_entries_tenant_id_list_entry_id",
                        columns: x => new { x.tenant_id, x.list_entry_id },
                        principalTable: "list_entries",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_list_entry_versions_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_diagnosis_codes_plain",
                table: "diagnosis_codes",
                column: "plain",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_list_entries_tenant_id_patient_id_kind",
                table: "list_entries",
                columns: new[] { "tenant_id", "patient_id", "kind" });

            migrationBuilder.CreateIndex(
                name: "IX_list_entry_versions_by",
                table: "list_entry_versions",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "IX_list_entry_versions_tenant_id_list_entry_id_number",
                table: "list_entry_versions",
                columns: new[] { "tenant_id", "list_entry_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_monitorings_stopped_by",
                table: "monitorings",
                column: "stopped_by");

            migrationBuilder.CreateIndex(
                name: "IX_monitorings_tenant_id_patient_id",
                table: "monitorings",
                columns: new[] { "tenant_id", "patient_id" },
                unique: true,
                filter: "stopped_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_monitorings_tenant_id_practitioner_id",
                table: "monitorings",
                columns: new[] { "tenant_id", "practitioner_id" });

            migrationBuilder.CreateIndex(
                name: "IX_observations_by",
                table: "observations",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "IX_observations_in_error_by",
                table: "observations",
                column: "in_error_by");

            migrationBuilder.CreateIndex(
                name: "IX_observations_tenant_id_encounter_id",
                table: "observations",
                columns: new[] { "tenant_id", "encounter_id" });

            migrationBuilder.CreateIndex(
                name: "IX_observations_tenant_id_from_height",
                table: "observations",
                columns: new[] { "tenant_id", "from_height" });

            migrationBuilder.CreateIndex(
                name: "IX_observations_tenant_id_from_weight",
                table: "observations",
                columns: new[] { "tenant_id", "from_weight" });

            migrationBuilder.CreateIndex(
                name: "IX_observations_tenant_id_patient_id_kind_at",
                table: "observations",
                columns: new[] { "tenant_id", "patient_id", "kind", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "diagnosis_codes");

            migrationBuilder.DropTable(
                name: "list_entry_versions");

            migrationBuilder.DropTable(
                name: "monitorings");

            migrationBuilder.DropTable(
                name: "observations");

            migrationBuilder.DropTable(
                name: "list_entries");
        }
    }
}
