using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DocumentVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "replaces",
                table: "uploads",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "replaces",
                table: "documents",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_uploads_tenant_id_replaces",
                table: "uploads",
                columns: new[] { "tenant_id", "replaces" });

            migrationBuilder.CreateIndex(
                name: "documents_replaced_once",
                table: "documents",
                columns: new[] { "tenant_id", "replaces" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_documents_documents_tenant_id_replaces",
                table: "documents",
                columns: new[] { "tenant_id", "replaces" },
                principalTable: "documents",
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
                name: "FK_documents_documents_tenant_id_replaces",
                table: "documents");

            migrationBuilder.DropForeignKey(
                name: "FK_uploads_documents_tenant_id_replaces",
                table: "uploads");

            migrationBuilder.DropIndex(
                name: "IX_uploads_tenant_id_replaces",
                table: "uploads");

            migrationBuilder.DropIndex(
                name: "documents_replaced_once",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "replaces",
                table: "uploads");

            migrationBuilder.DropColumn(
                name: "replaces",
                table: "documents");
        }
    }
}
