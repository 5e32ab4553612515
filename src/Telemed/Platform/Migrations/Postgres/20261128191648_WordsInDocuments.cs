using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class WordsInDocuments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "contents",
                table: "search_entries",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "clinic_keys",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_by = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    key_bytes = table.Column<byte[]>(type: "bytea", maxLength: 60, nullable: false)
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
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    next_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    words = table.Column<byte[]>(type: "bytea", nullable: true),
                    thumbnail = table.Column<byte[]>(type: "bytea", nullable: true),
                    recognised = table.Column<bool>(type: "boolean", nullable: false)
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "clinic_keys");

            migrationBuilder.DropTable(
                name: "document_readings");

            migrationBuilder.DropColumn(
                name: "contents",
                table: "search_entries");
        }
    }
}
