using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class QualityAndIncidents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "incidents",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    encounter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    participant_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    began = table.Column<long>(type: "INTEGER", nullable: false),
                    ended = table.Column<long>(type: "INTEGER", nullable: true),
                    client_id = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_incidents", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_incidents_encounters_tenant_id_encounter_id",
                        columns: x => new { x.tenant_id, x.encounter_id },
                        principalTable: "encounters",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_incidents_participants_tenant_id_participant_id",
                        columns: x => new { x.tenant_id, x.participant_id },
                        principalTable: "participants",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_incidents_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quality_minutes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    encounter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    participant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    minute = table.Column<long>(type: "INTEGER", nullable: false),
                    samples = table.Column<int>(type: "INTEGER", nullable: false),
                    score_sum = table.Column<double>(type: "REAL", nullable: false),
                    score_min = table.Column<double>(type: "REAL", nullable: false),
                    loss_sum = table.Column<double>(type: "REAL", nullable: false),
                    loss_max = table.Column<double>(type: "REAL", nullable: false),
                    round_trip_sum = table.Column<double>(type: "REAL", nullable: false),
                    round_trip_max = table.Column<double>(type: "REAL", nullable: false),
                    jitter_sum = table.Column<double>(type: "REAL", nullable: false),
                    jitter_max = table.Column<double>(type: "REAL", nullable: false),
                    fps_sum = table.Column<double>(type: "REAL", nullable: false),
                    sent_kbps_sum = table.Column<double>(type: "REAL", nullable: false),
                    received_kbps_sum = table.Column<double>(type: "REAL", nullable: false),
                    freezes = table.Column<int>(type: "INTEGER", nullable: false),
                    relayed = table.Column<int>(type: "INTEGER", nullable: false),
                    join_milliseconds = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quality_minutes", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_quality_minutes_encounters_tenant_id_encounter_id",
                        columns: x => new { x.tenant_id, x.encounter_id },
                        principalTable: "encounters",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_quality_minutes_participants_tenant_id_participant_id",
                        columns: x => new { x.tenant_id, x.participant_id },
                        principalTable: "participants",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_quality_minutes_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "incidents_one_open",
                table: "incidents",
                columns: new[] { "tenant_id", "participant_id", "kind" },
                unique: true,
                filter: "ended IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_incidents_tenant_id_encounter_id_began",
                table: "incidents",
                columns: new[] { "tenant_id", "encounter_id", "began" });

            migrationBuilder.CreateIndex(
                name: "IX_incidents_tenant_id_participant_id_client_id",
                table: "incidents",
                columns: new[] { "tenant_id", "participant_id", "client_id" },
                unique: true,
                filter: "client_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_quality_minutes_tenant_id_encounter_id_minute",
                table: "quality_minutes",
                columns: new[] { "tenant_id", "encounter_id", "minute" });

            migrationBuilder.CreateIndex(
                name: "IX_quality_minutes_tenant_id_minute",
                table: "quality_minutes",
                columns: new[] { "tenant_id", "minute" });

            migrationBuilder.CreateIndex(
                name: "IX_quality_minutes_tenant_id_participant_id_minute",
                table: "quality_minutes",
                columns: new[] { "tenant_id", "participant_id", "minute" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "incidents");

            migrationBuilder.DropTable(
                name: "quality_minutes");
        }
    }
}
