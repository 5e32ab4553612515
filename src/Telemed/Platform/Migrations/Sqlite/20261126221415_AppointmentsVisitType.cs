using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AppointmentsVisitType : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Alone: SQLite makes the table anew for it, outside of what a crash would roll back.
            migrationBuilder.AddForeignKey(
                name: "FK_appointments_visit_types_tenant_id_visit_type_id",
                table: "appointments",
                columns: new[] { "tenant_id", "visit_type_id" },
                principalTable: "visit_types",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_appointments_visit_types_tenant_id_visit_type_id",
                table: "appointments");
        }
    }
}
