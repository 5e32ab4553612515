using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Record : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "makes",
                table: "soap_note_versions",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "soap_note_versions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "seal",
                table: "soap_note_versions",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "patients",
                type: "TEXT",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "birth_place",
                table: "patients",
                type: "TEXT",
                maxLength: 5,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "emergency_contact",
                table: "patients",
                type: "TEXT",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "emergency_phone",
                table: "patients",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "folded_used_name",
                table: "patients",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "identity_status",
                table: "patients",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Provisional");

            migrationBuilder.AddColumn<string>(
                name: "ins_kind",
                table: "patients",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ins_number",
                table: "patients",
                type: "TEXT",
                maxLength: 15,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "interpreter",
                table: "patients",
                type: "TEXT",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into",
                table: "patients",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "other_given_names",
                table: "patients",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "treating_doctor",
                table: "patients",
                type: "TEXT",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "treating_doctor_number",
                table: "patients",
                type: "TEXT",
                maxLength: 11,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "used_family_name",
                table: "patients",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "used_given_name",
                table: "patients",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "zone",
                table: "patients",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "zone",
                table: "newcomers",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "by_merge",
                table: "care_relations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ends_at",
                table: "care_relations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "break_glasses",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_break_glasses", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_break_glasses_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_break_glasses_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_break_glasses_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_break_glasses_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "consents",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    purpose = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    given = table.Column<bool>(type: "INTEGER", nullable: false),
                    text_version = table.Column<int>(type: "INTEGER", nullable: false),
                    means = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_consents", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_consents_accounts_by",
                        column: x => x.by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_consents_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_consents_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "diagnosis_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    plain = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    label = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    folded = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_diagnosis_codes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_versions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    family_name = table.Column<string>(type: "TEXT", nullable: false),
                    given_name = table.Column<string>(type: "TEXT", nullable: false),
                    other_given_names = table.Column<string>(type: "TEXT", nullable: true),
                    used_family_name = table.Column<string>(type: "TEXT", nullable: true),
                    used_given_name = table.Column<string>(type: "TEXT", nullable: true),
                    birth_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    sex = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    birth_place = table.Column<string>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    proof = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    by = table.Column<Guid>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_versions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_identity_versions_accounts_by",
                        column: x => x.by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_identity_versions_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_identity_versions_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "list_entries",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
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
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    most_systolic = table.Column<int>(type: "INTEGER", nullable: false),
                    most_diastolic = table.Column<int>(type: "INTEGER", nullable: false),
                    least_glucose = table.Column<int>(type: "INTEGER", nullable: false),
                    most_glucose = table.Column<int>(type: "INTEGER", nullable: false),
                    stopped_at = table.Column<long>(type: "INTEGER", nullable: true),
                    stopped_by = table.Column<Guid>(type: "TEXT", nullable: true)
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
                name: "note_remarks",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    soap_note_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    by = table.Column<Guid>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_note_remarks", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_note_remarks_accounts_by",
                        column: x => x.by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_note_remarks_soap_notes_tenant_id_soap_note_id",
                        columns: x => new { x.tenant_id, x.soap_note_id },
                        principalTable: "soap_notes",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_note_remarks_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "observations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    hundredths = table.Column<int>(type: "INTEGER", nullable: false),
                    second_hundredths = table.Column<int>(type: "INTEGER", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    encounter_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    from_weight = table.Column<Guid>(type: "TEXT", nullable: true),
                    from_height = table.Column<Guid>(type: "TEXT", nullable: true),
                    in_error_at = table.Column<long>(type: "INTEGER", nullable: true),
                    in_error_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    in_error_because = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true)
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
                name: "patient_merges",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kept = table.Column<Guid>(type: "TEXT", nullable: false),
                    other = table.Column<Guid>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    by = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    undone_at = table.Column<long>(type: "INTEGER", nullable: true),
                    undone_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    undone_reason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_patient_merges", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_patient_merges_accounts_by",
                        column: x => x.by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_patient_merges_accounts_undone_by",
                        column: x => x.undone_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_patient_merges_patients_tenant_id_kept",
                        columns: x => new { x.tenant_id, x.kept },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_patient_merges_patients_tenant_id_other",
                        columns: x => new { x.tenant_id, x.other },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_patient_merges_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "search_entries",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    subject = table.Column<Guid>(type: "TEXT", nullable: false),
                    note_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    document_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    words = table.Column<string>(type: "TEXT", nullable: false),
                    terms = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_entries", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_search_entries_documents_tenant_id_document_id",
                        columns: x => new { x.tenant_id, x.document_id },
                        principalTable: "documents",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_search_entries_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_search_entries_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_search_entries_soap_notes_tenant_id_note_id",
                        columns: x => new { x.tenant_id, x.note_id },
                        principalTable: "soap_notes",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_search_entries_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "search_words",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    word = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    length = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_words", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_search_words_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "list_entry_versions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    list_entry_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    act = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    code_label = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    detail = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    category = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    since = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    until = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    source = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true)
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
                name: "IX_patients_tenant_id_folded_family_name_folded_given_name",
                table: "patients",
                columns: new[] { "tenant_id", "folded_family_name", "folded_given_name" });

            migrationBuilder.CreateIndex(
                name: "IX_patients_tenant_id_ins_number",
                table: "patients",
                columns: new[] { "tenant_id", "ins_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_patients_tenant_id_merged_into",
                table: "patients",
                columns: new[] { "tenant_id", "merged_into" });

            migrationBuilder.AddCheckConstraint(
                name: "patients_identity_by_insi",
                table: "patients",
                sql: "identity_status NOT IN ('Retrieved', 'Qualified') OR (ins_number IS NOT NULL AND ins_kind IS NOT NULL)");

            migrationBuilder.CreateIndex(
                name: "IX_care_relations_tenant_id_by_merge",
                table: "care_relations",
                columns: new[] { "tenant_id", "by_merge" });

            migrationBuilder.CreateIndex(
                name: "IX_break_glasses_account_id",
                table: "break_glasses",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_break_glasses_tenant_id_at",
                table: "break_glasses",
                columns: new[] { "tenant_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_break_glasses_tenant_id_patient_id_at",
                table: "break_glasses",
                columns: new[] { "tenant_id", "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_break_glasses_tenant_id_practitioner_id",
                table: "break_glasses",
                columns: new[] { "tenant_id", "practitioner_id" });

            migrationBuilder.CreateIndex(
                name: "IX_consents_by",
                table: "consents",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "IX_consents_tenant_id_patient_id_purpose_at",
                table: "consents",
                columns: new[] { "tenant_id", "patient_id", "purpose", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_diagnosis_codes_plain",
                table: "diagnosis_codes",
                column: "plain",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_identity_versions_by",
                table: "identity_versions",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "IX_identity_versions_tenant_id_patient_id_number",
                table: "identity_versions",
                columns: new[] { "tenant_id", "patient_id", "number" },
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
                name: "IX_note_remarks_by",
                table: "note_remarks",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "IX_note_remarks_tenant_id_soap_note_id_at",
                table: "note_remarks",
                columns: new[] { "tenant_id", "soap_note_id", "at" });

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

            migrationBuilder.CreateIndex(
                name: "IX_patient_merges_by",
                table: "patient_merges",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "IX_patient_merges_tenant_id_kept",
                table: "patient_merges",
                columns: new[] { "tenant_id", "kept" });

            migrationBuilder.CreateIndex(
                name: "IX_patient_merges_tenant_id_other",
                table: "patient_merges",
                columns: new[] { "tenant_id", "other" },
                unique: true,
                filter: "undone_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_patient_merges_undone_by",
                table: "patient_merges",
                column: "undone_by");

            migrationBuilder.CreateIndex(
                name: "IX_search_entries_number",
                table: "search_entries",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_search_entries_tenant_id_document_id",
                table: "search_entries",
                columns: new[] { "tenant_id", "document_id" });

            migrationBuilder.CreateIndex(
                name: "IX_search_entries_tenant_id_note_id",
                table: "search_entries",
                columns: new[] { "tenant_id", "note_id" });

            migrationBuilder.CreateIndex(
                name: "IX_search_entries_tenant_id_number",
                table: "search_entries",
                columns: new[] { "tenant_id", "number" });

            migrationBuilder.CreateIndex(
                name: "IX_search_entries_tenant_id_patient_id_number",
                table: "search_entries",
                columns: new[] { "tenant_id", "patient_id", "number" });

            migrationBuilder.CreateIndex(
                name: "IX_search_entries_tenant_id_practitioner_id",
                table: "search_entries",
                columns: new[] { "tenant_id", "practitioner_id" });

            migrationBuilder.CreateIndex(
                name: "IX_search_entries_tenant_id_subject",
                table: "search_entries",
                columns: new[] { "tenant_id", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_search_words_tenant_id_length",
                table: "search_words",
                columns: new[] { "tenant_id", "length" });

            migrationBuilder.CreateIndex(
                name: "IX_search_words_tenant_id_word",
                table: "search_words",
                columns: new[] { "tenant_id", "word" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_care_relations_patient_merges_tenant_id_by_merge",
                table: "care_relations",
                columns: new[] { "tenant_id", "by_merge" },
                principalTable: "patient_merges",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_patients_patients_tenant_id_merged_into",
                table: "patients",
                columns: new[] { "tenant_id", "merged_into" },
                principalTable: "patients",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_care_relations_patient_merges_tenant_id_by_merge",
                table: "care_relations");

            migrationBuilder.DropForeignKey(
                name: "FK_patients_patients_tenant_id_merged_into",
                table: "patients");

            migrationBuilder.DropTable(
                name: "break_glasses");

            migrationBuilder.DropTable(
                name: "consents");

            migrationBuilder.DropTable(
                name: "diagnosis_codes");

            migrationBuilder.DropTable(
                name: "identity_versions");

            migrationBuilder.DropTable(
                name: "list_entry_versions");

            migrationBuilder.DropTable(
                name: "monitorings");

            migrationBuilder.DropTable(
                name: "note_remarks");

            migrationBuilder.DropTable(
                name: "observations");

            migrationBuilder.DropTable(
                name: "patient_merges");

            migrationBuilder.DropTable(
                name: "search_entries");

            migrationBuilder.DropTable(
                name: "search_words");

            migrationBuilder.DropTable(
                name: "list_entries");

            migrationBuilder.DropIndex(
                name: "IX_patients_tenant_id_folded_family_name_folded_given_name",
                table: "patients");

            migrationBuilder.DropIndex(
                name: "IX_patients_tenant_id_ins_number",
                table: "patients");

            migrationBuilder.DropIndex(
                name: "IX_patients_tenant_id_merged_into",
                table: "patients");

            migrationBuilder.DropCheckConstraint(
                name: "patients_identity_by_insi",
                table: "patients");

            migrationBuilder.DropIndex(
                name: "IX_care_relations_tenant_id_by_merge",
                table: "care_relations");

            migrationBuilder.DropColumn(
                name: "makes",
                table: "soap_note_versions");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "soap_note_versions");

            migrationBuilder.DropColumn(
                name: "seal",
                table: "soap_note_versions");

            migrationBuilder.DropColumn(
                name: "address",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "birth_place",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "emergency_contact",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "emergency_phone",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "folded_used_name",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "identity_status",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "ins_kind",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "ins_number",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "interpreter",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "merged_into",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "other_given_names",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "treating_doctor",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "treating_doctor_number",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "used_family_name",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "used_given_name",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "zone",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "zone",
                table: "newcomers");

            migrationBuilder.DropColumn(
                name: "by_merge",
                table: "care_relations");

            migrationBuilder.DropColumn(
                name: "ends_at",
                table: "care_relations");
        }
    }
}
