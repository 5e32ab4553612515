using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DocumentRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "request_id",
                table: "uploads",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "request_id",
                table: "documents",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "document_requests",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    wording = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    wanted_by = table.Column<DateOnly>(type: "date", nullable: true),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    answered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<Guid>(type: "uuid", nullable: true)
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

            migrationBuilder.CreateIndex(
                name: "IX_uploads_tenant_id_request_id",
                table: "uploads",
                columns: new[] { "tenant_id", "request_id" });

            migrationBuilder.CreateIndex(
                name: "IX_documents_tenant_id_request_id",
                table: "documents",
                columns: new[] { "tenant_id", "request_id" });

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

            migrationBuilder.AddForeignKey(
                name: "FK_documents_document_requests_tenant_id_request_id",
                table: "documents",
                columns: new[] { "tenant_id", "request_id" },
                principalTable: "document_requests",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_uploads_document_requests_tenant_id_request_id",
                table: "uploads",
                columns: new[] { "tenant_id", "request_id" },
                principalTable: "document_requests",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_documents_document_requests_tenant_id_request_id",
                table: "documents");

            migrationBuilder.DropForeignKey(
                name: "FK_uploads_document_requests_tenant_id_request_id",
                table: "uploads");

            migrationBuilder.DropTable(
                name: "document_requests");

            migrationBuilder.DropIndex(
                name: "IX_uploads_tenant_id_request_id",
                table: "uploads");

            migrationBuilder.DropIndex(
                name: "IX_documents_tenant_id_request_id",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "request_id",
                table: "uploads");

            migrationBuilder.DropColumn(
                name: "request_id",
                table: "documents");
        }
    }
}
