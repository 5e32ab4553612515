using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DocumentLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "replaces",
                table: "uploads",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "request_id",
                table: "uploads",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "contents",
                table: "search_entries",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "in_error_at",
                table: "documents",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "in_error_because",
                table: "documents",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "in_error_by",
                table: "documents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "replaces",
                table: "documents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "request_id",
                table: "documents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "clinic_keys",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key_by = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    key_bytes = table.Column<byte[]>(type: "BLOB", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clinic_keys", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_clinic_keys_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "document_readings",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    document_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    next_at = table.Column<long>(type: "INTEGER", nullable: false),
                    words = table.Column<byte[]>(type: "BLOB", nullable: true),
                    thumbnail = table.Column<byte[]>(type: "BLOB", nullable: true),
                    recognised = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document_readings", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_document_readings_documents_tenant_id_document_id",
                        columns: x => new { x.tenant_id, x.document_id },
                        principalTable: "documents",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_document_readings_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "document_requests",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    wording = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    wanted_by = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    asked_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    withdrawn_at = table.Column<long>(type: "INTEGER", nullable: true),
                    withdrawn_by = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document_requests", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("document_requests_end_once", "answered_at IS NULL OR withdrawn_at IS NULL");
                    table.ForeignKey(
                        name: "FK_document_requests_accounts_asked_by",
                        column: x => x.asked_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_document_requests_accounts_withdrawn_by",
                        column: x => x.withdrawn_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_document_requests_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_document_requests_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "legal_holds",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    because = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    set_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    set_at = table.Column<long>(type: "INTEGER", nullable: false),
                    lifted_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    lifted_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_legal_holds", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("legal_holds_lifted_by_somebody", "(lifted_at IS NULL) = (lifted_by IS NULL)");
                    table.ForeignKey(
                        name: "FK_legal_holds_accounts_lifted_by",
                        column: x => x.lifted_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_legal_holds_accounts_set_by",
                        column: x => x.set_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_legal_holds_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_legal_holds_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "retention_rules",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    years = table.Column<int>(type: "INTEGER", nullable: false),
                    set_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    set_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_retention_rules", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("retention_rules_years", "years BETWEEN 1 AND 100");
                    table.ForeignKey(
                        name: "FK_retention_rules_accounts_set_by",
                        column: x => x.set_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_retention_rules_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_uploads_tenant_id_replaces",
                table: "uploads",
                columns: new[] { "tenant_id", "replaces" });

            migrationBuilder.CreateIndex(
                name: "IX_uploads_tenant_id_request_id",
                table: "uploads",
                columns: new[] { "tenant_id", "request_id" });

            migrationBuilder.CreateIndex(
                name: "documents_replaced_once",
                table: "documents",
                columns: new[] { "tenant_id", "replaces" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_documents_in_error_by",
                table: "documents",
                column: "in_error_by");

            migrationBuilder.CreateIndex(
                name: "IX_documents_tenant_id_request_id",
                table: "documents",
                columns: new[] { "tenant_id", "request_id" });

            migrationBuilder.AddCheckConstraint(
                name: "documents_in_error_are_not_shared",
                table: "documents",
                sql: "in_error_at IS NULL OR shared_at IS NULL");

            migrationBuilder.AddCheckConstraint(
                name: "documents_in_error_say_who_and_why",
                table: "documents",
                sql: "(in_error_at IS NULL) = (in_error_by IS NULL) AND (in_error_at IS NULL) = (in_error_because IS NULL)");

            migrationBuilder.CreateIndex(
                name: "IX_clinic_keys_tenant_id",
                table: "clinic_keys",
                column: "tenant_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_document_readings_tenant_id_document_id",
                table: "document_readings",
                columns: new[] { "tenant_id", "document_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_document_readings_tenant_id_state_next_at",
                table: "document_readings",
                columns: new[] { "tenant_id", "state", "next_at" });

            migrationBuilder.CreateIndex(
                name: "IX_document_requests_asked_by",
                table: "document_requests",
                column: "asked_by");

            migrationBuilder.CreateIndex(
                name: "IX_document_requests_tenant_id_patient_id_asked_at",
                table: "document_requests",
                columns: new[] { "tenant_id", "patient_id", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "IX_document_requests_withdrawn_by",
                table: "document_requests",
                column: "withdrawn_by");

            migrationBuilder.CreateIndex(
                name: "IX_legal_holds_lifted_by",
                table: "legal_holds",
                column: "lifted_by");

            migrationBuilder.CreateIndex(
                name: "IX_legal_holds_set_by",
                table: "legal_holds",
                column: "set_by");

            migrationBuilder.CreateIndex(
                name: "legal_holds_one_stands",
                table: "legal_holds",
                columns: new[] { "tenant_id", "patient_id" },
                unique: true,
                filter: "lifted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_retention_rules_set_by",
                table: "retention_rules",
                column: "set_by");

            migrationBuilder.CreateIndex(
                name: "IX_retention_rules_tenant_id_kind",
                table: "retention_rules",
                columns: new[] { "tenant_id", "kind" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_documents_accounts_in_error_by",
                table: "documents",
                column: "in_error_by",
                principalTable: "accounts",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_documents_document_requests_tenant_id_request_id",
                table: "documents",
                columns: new[] { "tenant_id", "request_id" },
                principalTable: "document_requests",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_documents_documents_tenant_id_replaces",
                table: "documents",
                columns: new[] { "tenant_id", "replaces" },
                principalTable: "documents",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_uploads_document_requests_tenant_id_request_id",
                table: "uploads",
                columns: new[] { "tenant_id", "request_id" },
                principalTable: "document_requests",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_uploads_documents_tenant_id_replaces",
                table: "uploads",
                columns: new[] { "tenant_id", "replaces" },
                principalTable: "documents",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_documents_accounts_in_error_by",
                table: "documents");

            migrationBuilder.DropForeignKey(
                name: "FK_documents_document_requests_tenant_id_request_id",
                table: "documents");

            migrationBuilder.DropForeignKey(
                name: "FK_documents_documents_tenant_id_replaces",
                table: "documents");

            migrationBuilder.DropForeignKey(
                name: "FK_uploads_document_requests_tenant_id_request_id",
                table: "uploads");

            migrationBuilder.DropForeignKey(
                name: "FK_uploads_documents_tenant_id_replaces",
                table: "uploads");

            migrationBuilder.DropTable(
                name: "clinic_keys");

            migrationBuilder.DropTable(
                name: "document_readings");

            migrationBuilder.DropTable(
                name: "document_requests");

            migrationBuilder.DropTable(
                name: "legal_holds");

            migrationBuilder.DropTable(
                name: "retention_rules");

            migrationBuilder.DropIndex(
                name: "IX_uploads_tenant_id_replaces",
                table: "uploads");

            migrationBuilder.DropIndex(
                name: "IX_uploads_tenant_id_request_id",
                table: "uploads");

            migrationBuilder.DropIndex(
                name: "documents_replaced_once",
                table: "documents");

            migrationBuilder.DropIndex(
                name: "IX_documents_in_error_by",
                table: "documents");

            migrationBuilder.DropIndex(
                name: "IX_documents_tenant_id_request_id",
                table: "documents");

            migrationBuilder.DropCheckConstraint(
                name: "documents_in_error_are_not_shared",
                table: "documents");

            migrationBuilder.DropCheckConstraint(
                name: "documents_in_error_say_who_and_why",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "replaces",
                table: "uploads");

            migrationBuilder.DropColumn(
                name: "request_id",
                table: "uploads");

            migrationBuilder.DropColumn(
                name: "contents",
                table: "search_entries");

            migrationBuilder.DropColumn(
                name: "in_error_at",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "in_error_because",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "in_error_by",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "replaces",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "request_id",
                table: "documents");
        }
    }
}
