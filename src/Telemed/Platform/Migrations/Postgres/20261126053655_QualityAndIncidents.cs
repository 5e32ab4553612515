using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Postgres
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
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    began = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    client_id = table.Column<Guid>(type: "uuid", nullable: true)
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
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    minute = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    samples = table.Column<int>(type: "integer", nullable: false),
                    score_sum = table.Column<double>(type: "double precision", nullable: false),
                    score_min = table.Column<double>(type: "double precision", nullable: false),
                    loss_sum = table.Column<double>(type: "double precision", nullable: false),
                    loss_max = table.Column<double>(type: "double precision", nullable: false),
                    round_trip_sum = table.Column<double>(type: "double precision", nullable: false),
                    round_trip_max = table.Column<double>(type: "double precision", nullable: false),
                    jitter_sum = table.Column<double>(type: "double precision", nullable: false),
                    jitter_max = table.Column<double>(type: "double precision", nullable: false),
                    fps_sum = table.Column<double>(type: "double precision", nullable: false),
                    sent_kbps_sum = table.Column<double>(type: "double precision", nullable: false),
                    received_kbps_sum = table.Column<double>(type: "double precision", nullable: false),
                    freezes = table.Column<int>(type: "integer", nullable: false),
                    relayed = table.Column<int>(type: "integer", nullable: false),
                    join_milliseconds = table.Column<int>(type: "integer", nullable: true)
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
