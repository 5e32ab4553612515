using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Uploads : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "phone_links",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    encounter_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    @as = table.Column<string>(name: "as", type: "TEXT", maxLength: 40, nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    token_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_phone_links", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_phone_links_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_phone_links_encounters_tenant_id_encounter_id",
                        columns: x => new { x.tenant_id, x.encounter_id },
                        principalTable: "encounters",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_phone_links_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_phone_links_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_phone_links_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "uploads",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    encounter_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    changed = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    metadata = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    length = table.Column<long>(type: "INTEGER", nullable: false),
                    added_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    added_as = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    phone_link_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: true),
                    refusal = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    document_id = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_uploads", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_uploads_accounts_added_by",
                        column: x => x.added_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_uploads_documents_tenant_id_document_id",
                        columns: x => new { x.tenant_id, x.document_id },
                        principalTable: "documents",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_uploads_encounters_tenant_id_encounter_id",
                        columns: x => new { x.tenant_id, x.encounter_id },
                        principalTable: "encounters",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_uploads_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_uploads_phone_links_tenant_id_phone_link_id",
                        columns: x => new { x.tenant_id, x.phone_link_id },
                        principalTable: "phone_links",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_uploads_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_uploads_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "upload_parts",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    upload_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    start = table.Column<long>(type: "INTEGER", nullable: false),
                    length = table.Column<long>(type: "INTEGER", nullable: true),
                    blob = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    sha256 = table.Column<byte[]>(type: "BLOB", nullable: true),
                    key_by = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    key_bytes = table.Column<byte[]>(type: "BLOB", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_upload_parts", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_upload_parts_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_upload_parts_uploads_tenant_id_upload_id",
                        columns: x => new { x.tenant_id, x.upload_id },
                        principalTable: "uploads",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_phone_links_account_id",
                table: "phone_links",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_phone_links_secret_hash",
                table: "phone_links",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_phone_links_tenant_id_account_id_ends_at",
                table: "phone_links",
                columns: new[] { "tenant_id", "account_id", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "IX_phone_links_tenant_id_encounter_id",
                table: "phone_links",
                columns: new[] { "tenant_id", "encounter_id" });

            migrationBuilder.CreateIndex(
                name: "IX_phone_links_tenant_id_patient_id",
                table: "phone_links",
                columns: new[] { "tenant_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_phone_links_tenant_id_practitioner_id",
                table: "phone_links",
                columns: new[] { "tenant_id", "practitioner_id" });

            migrationBuilder.CreateIndex(
                name: "IX_phone_links_token_hash",
                table: "phone_links",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_upload_parts_blob",
                table: "upload_parts",
                column: "blob",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_upload_parts_tenant_id_upload_id_start",
                table: "upload_parts",
                columns: new[] { "tenant_id", "upload_id", "start" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_uploads_added_by",
                table: "uploads",
                column: "added_by");

            migrationBuilder.CreateIndex(
                name: "IX_uploads_tenant_id_added_by_patient_id",
                table: "uploads",
                columns: new[] { "tenant_id", "added_by", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_uploads_tenant_id_document_id",
                table: "uploads",
                columns: new[] { "tenant_id", "document_id" });

            migrationBuilder.CreateIndex(
                name: "IX_uploads_tenant_id_encounter_id",
                table: "uploads",
                columns: new[] { "tenant_id", "encounter_id" });

            migrationBuilder.CreateIndex(
                name: "IX_uploads_tenant_id_expires_at",
                table: "uploads",
                columns: new[] { "tenant_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "IX_uploads_tenant_id_patient_id",
                table: "uploads",
                columns: new[] { "tenant_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_uploads_tenant_id_phone_link_id",
                table: "uploads",
                columns: new[] { "tenant_id", "phone_link_id" });

            migrationBuilder.CreateIndex(
                name: "IX_uploads_tenant_id_practitioner_id",
                table: "uploads",
                columns: new[] { "tenant_id", "practitioner_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "upload_parts");

            migrationBuilder.DropTable(
                name: "uploads");

            migrationBuilder.DropTable(
                name: "phone_links");
        }
    }
}
