using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class NoteDetails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "category",
                table: "soap_notes",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Consultation");

            migrationBuilder.AddColumn<string>(
                name: "confidentiality",
                table: "soap_notes",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Normal");

            migrationBuilder.AddColumn<DateOnly>(
                name: "follow_up",
                table: "soap_notes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "minutes",
                table: "soap_notes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "priority",
                table: "soap_notes",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Normal");

            migrationBuilder.AddColumn<string>(
                name: "tags",
                table: "soap_notes",
                type: "TEXT",
                maxLength: 420,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "category",
                table: "soap_note_versions",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Consultation");

            migrationBuilder.AddColumn<string>(
                name: "confidentiality",
                table: "soap_note_versions",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Normal");

            migrationBuilder.AddColumn<DateOnly>(
                name: "follow_up",
                table: "soap_note_versions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "minutes",
                table: "soap_note_versions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "priority",
                table: "soap_note_versions",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Normal");

            migrationBuilder.AddColumn<string>(
                name: "tags",
                table: "soap_note_versions",
                type: "TEXT",
                maxLength: 420,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "granted_by",
                table: "care_relations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "note_templates",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    visit_type_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    subjective = table.Column<string>(type: "TEXT", nullable: false),
                    objective = table.Column<string>(type: "TEXT", nullable: false),
                    assessment = table.Column<string>(type: "TEXT", nullable: false),
                    plan = table.Column<string>(type: "TEXT", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_note_templates", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_note_templates_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_note_templates_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_note_templates_visit_types_tenant_id_visit_type_id",
                        columns: x => new { x.tenant_id, x.visit_type_id },
                        principalTable: "visit_types",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_care_relations_tenant_id_granted_by",
                table: "care_relations",
                columns: new[] { "tenant_id", "granted_by" });

            migrationBuilder.CreateIndex(
                name: "IX_note_templates_tenant_id_practitioner_id_name",
                table: "note_templates",
                columns: new[] { "tenant_id", "practitioner_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_note_templates_tenant_id_visit_type_id",
                table: "note_templates",
                columns: new[] { "tenant_id", "visit_type_id" });

            migrationBuilder.AddForeignKey(
                name: "FK_care_relations_practitioners_tenant_id_granted_by",
                table: "care_relations",
                columns: new[] { "tenant_id", "granted_by" },
                principalTable: "practitioners",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_care_relations_practitioners_tenant_id_granted_by",
                table: "care_relations");

            migrationBuilder.DropTable(
                name: "note_templates");

            migrationBuilder.DropIndex(
                name: "IX_care_relations_tenant_id_granted_by",
                table: "care_relations");

            migrationBuilder.DropColumn(
                name: "category",
                table: "soap_notes");

            migrationBuilder.DropColumn(
                name: "confidentiality",
                table: "soap_notes");

            migrationBuilder.DropColumn(
                name: "follow_up",
                table: "soap_notes");

            migrationBuilder.DropColumn(
                name: "minutes",
                table: "soap_notes");

            migrationBuilder.DropColumn(
                name: "priority",
                table: "soap_notes");

            migrationBuilder.DropColumn(
                name: "tags",
                table: "soap_notes");

            migrationBuilder.DropColumn(
                name: "category",
                table: "soap_note_versions");

            migrationBuilder.DropColumn(
                name: "confidentiality",
                table: "soap_note_versions");

            migrationBuilder.DropColumn(
                name: "follow_up",
                table: "soap_note_versions");

            migrationBuilder.DropColumn(
                name: "minutes",
                table: "soap_note_versions");

            migrationBuilder.DropColumn(
                name: "priority",
                table: "soap_note_versions");

            migrationBuilder.DropColumn(
                name: "tags",
                table: "soap_note_versions");

            migrationBuilder.DropColumn(
                name: "granted_by",
                table: "care_relations");
        }
    }
}
