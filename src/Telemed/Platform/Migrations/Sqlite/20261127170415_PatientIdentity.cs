using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PatientIdentity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.CreateTable(
                name: "identity_versions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
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
                name: "IX_identity_versions_by",
                table: "identity_versions",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "IX_identity_versions_tenant_id_patient_id_at",
                table: "identity_versions",
                columns: new[] { "tenant_id", "patient_id", "at" });

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
                name: "identity_versions");

            migrationBuilder.DropTable(
                name: "patient_merges");

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
        }
    }
}
