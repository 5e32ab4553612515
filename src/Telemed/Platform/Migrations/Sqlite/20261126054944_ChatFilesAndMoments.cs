using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ChatFilesAndMoments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "added_by",
                table: "documents",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "TEXT");

            migrationBuilder.AddColumn<string>(
                name: "source",
                table: "documents",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Upload");

            migrationBuilder.AddColumn<long>(
                name: "delivered_at",
                table: "chat_messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "document_id",
                table: "chat_messages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "seen_at",
                table: "chat_messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "moments",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    encounter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    second = table.Column<int>(type: "INTEGER", nullable: true),
                    source = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    chat_message_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    decision = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    decided_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_moments", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_moments_accounts_decided_by",
                        column: x => x.decided_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_moments_chat_messages_tenant_id_chat_message_id",
                        columns: x => new { x.tenant_id, x.chat_message_id },
                        principalTable: "chat_messages",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_moments_encounters_tenant_id_encounter_id",
                        columns: x => new { x.tenant_id, x.encounter_id },
                        principalTable: "encounters",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_moments_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "documents_have_a_sender",
                table: "documents",
                sql: "added_by IS NOT NULL OR source = 'ChatByPatient'");

            migrationBuilder.CreateIndex(
                name: "IX_chat_messages_tenant_id_document_id",
                table: "chat_messages",
                columns: new[] { "tenant_id", "document_id" });

            migrationBuilder.CreateIndex(
                name: "IX_moments_decided_by",
                table: "moments",
                column: "decided_by");

            migrationBuilder.CreateIndex(
                name: "IX_moments_tenant_id_chat_message_id",
                table: "moments",
                columns: new[] { "tenant_id", "chat_message_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_moments_tenant_id_encounter_id_at",
                table: "moments",
                columns: new[] { "tenant_id", "encounter_id", "at" });

            migrationBuilder.AddForeignKey(
                name: "FK_chat_messages_documents_tenant_id_document_id",
                table: "chat_messages",
                columns: new[] { "tenant_id", "document_id" },
                principalTable: "documents",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_chat_messages_documents_tenant_id_document_id",
                table: "chat_messages");

            migrationBuilder.DropTable(
                name: "moments");

            migrationBuilder.DropCheckConstraint(
                name: "documents_have_a_sender",
                table: "documents");

            migrationBuilder.DropIndex(
                name: "IX_chat_messages_tenant_id_document_id",
                table: "chat_messages");

            migrationBuilder.DropColumn(
                name: "source",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "delivered_at",
                table: "chat_messages");

            migrationBuilder.DropColumn(
                name: "document_id",
                table: "chat_messages");

            migrationBuilder.DropColumn(
                name: "seen_at",
                table: "chat_messages");

            migrationBuilder.AlterColumn<Guid>(
                name: "added_by",
                table: "documents",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "TEXT",
                oldNullable: true);
        }
    }
}
