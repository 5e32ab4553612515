using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DocumentsLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "dated",
                table: "documents",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "erased_at",
                table: "documents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "received",
                table: "documents",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "documents",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "tags",
                table: "documents",
                type: "character varying(420)",
                maxLength: 420,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "title",
                table: "documents",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "share_links",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @for = table.Column<string>(name: "for", type: "character varying(100)", maxLength: 100, nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    password_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    made_by = table.Column<Guid>(type: "uuid", nullable: false),
                    made_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    wrong = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_share_links", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_share_links_accounts_made_by",
                        column: x => x.made_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_share_links_documents_tenant_id_document_id",
                        columns: x => new { x.tenant_id, x.document_id },
                        principalTable: "documents",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_share_links_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_share_links_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "share_openings",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    share_link_id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_share_openings", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_share_openings_share_links_tenant_id_share_link_id",
                        columns: x => new { x.tenant_id, x.share_link_id },
                        principalTable: "share_links",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_share_openings_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_share_links_made_by",
                table: "share_links",
                column: "made_by");

            migrationBuilder.CreateIndex(
                name: "IX_share_links_tenant_id_document_id",
                table: "share_links",
                columns: new[] { "tenant_id", "document_id" });

            migrationBuilder.CreateIndex(
                name: "IX_share_links_tenant_id_patient_id",
                table: "share_links",
                columns: new[] { "tenant_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_share_links_token_hash",
                table: "share_links",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_share_openings_secret_hash",
                table: "share_openings",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_share_openings_tenant_id_share_link_id",
                table: "share_openings",
                columns: new[] { "tenant_id", "share_link_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "share_openings");

            migrationBuilder.DropTable(
                name: "share_links");

            migrationBuilder.DropColumn(
                name: "dated",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "received",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "tags",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "title",
                table: "documents");
        }
    }
}
