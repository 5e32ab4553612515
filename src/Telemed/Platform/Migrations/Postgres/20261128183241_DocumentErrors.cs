using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DocumentErrors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "in_error_at",
                table: "documents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "in_error_because",
                table: "documents",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "in_error_by",
                table: "documents",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_documents_in_error_by",
                table: "documents",
                column: "in_error_by");

            migrationBuilder.AddCheckConstraint(
                name: "documents_in_error_are_not_shared",
                table: "documents",
                sql: "in_error_at IS NULL OR shared_at IS NULL");

            migrationBuilder.AddCheckConstraint(
                name: "documents_in_error_say_who_and_why",
                table: "documents",
                sql: "(in_error_at IS NULL) = (in_error_by IS NULL) AND (in_error_at IS NULL) = (in_error_because IS NULL)");

            migrationBuilder.AddForeignKey(
                name: "FK_documents_accounts_in_error_by",
                table: "documents",
                column: "in_error_by",
                principalTable: "accounts",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_documents_accounts_in_error_by",
                table: "documents");

            migrationBuilder.DropIndex(
                name: "IX_documents_in_error_by",
                table: "documents");

            migrationBuilder.DropCheckConstraint(
                name: "documents_in_error_are_not_shared",
                table: "documents");

            migrationBuilder.DropCheckConstraint(
                name: "documents_in_error_say_who_and_why",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "in_error_at",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "in_error_because",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "in_error_by",
                table: "documents");
        }
    }
}
