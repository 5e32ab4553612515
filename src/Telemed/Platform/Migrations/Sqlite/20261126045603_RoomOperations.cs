using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RoomOperations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "operation",
                table: "room_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_room_events_tenant_id_encounter_id_operation",
                table: "room_events",
                columns: new[] { "tenant_id", "encounter_id", "operation" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_room_events_tenant_id_encounter_id_operation",
                table: "room_events");

            migrationBuilder.DropColumn(
                name: "operation",
                table: "room_events");
        }
    }
}
