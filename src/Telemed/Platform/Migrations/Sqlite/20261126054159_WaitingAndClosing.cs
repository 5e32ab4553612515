using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class WaitingAndClosing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_encounters_tenant_id_practitioner_id_status",
                table: "encounters");

            migrationBuilder.AddColumn<string>(
                name: "number",
                table: "practitioners",
                type: "TEXT",
                maxLength: 11,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "closing_owed_since",
                table: "encounters",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "turn_told_at",
                table: "encounters",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "closures",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    encounter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    closed_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    report = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    acts = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    professional = table.Column<string>(type: "TEXT", maxLength: 250, nullable: false),
                    professional_number = table.Column<string>(type: "TEXT", maxLength: 11, nullable: true),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: false),
                    incidents = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closures", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_closures_accounts_closed_by",
                        column: x => x.closed_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_closures_encounters_tenant_id_encounter_id",
                        columns: x => new { x.tenant_id, x.encounter_id },
                        principalTable: "encounters",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_closures_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "visit_ratings",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    encounter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    participant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    answer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visit_ratings", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_visit_ratings_encounters_tenant_id_encounter_id",
                        columns: x => new { x.tenant_id, x.encounter_id },
                        principalTable: "encounters",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_visit_ratings_participants_tenant_id_participant_id",
                        columns: x => new { x.tenant_id, x.participant_id },
                        principalTable: "participants",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_visit_ratings_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "visit_summaries",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    encounter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    live_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    waited_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    drops = table.Column<int>(type: "INTEGER", nullable: false),
                    were_there = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visit_summaries", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_visit_summaries_encounters_tenant_id_encounter_id",
                        columns: x => new { x.tenant_id, x.encounter_id },
                        principalTable: "encounters",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_visit_summaries_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "encounters_closing_owed",
                table: "encounters",
                columns: new[] { "tenant_id", "practitioner_id", "closing_owed_since" },
                filter: "closing_owed_since IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_encounters_ended_at",
                table: "encounters",
                column: "ended_at");

            migrationBuilder.CreateIndex(
                name: "IX_encounters_tenant_id_practitioner_id_status_ended_at",
                table: "encounters",
                columns: new[] { "tenant_id", "practitioner_id", "status", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "IX_closures_closed_by",
                table: "closures",
                column: "closed_by");

            migrationBuilder.CreateIndex(
                name: "IX_closures_tenant_id_encounter_id",
                table: "closures",
                columns: new[] { "tenant_id", "encounter_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_visit_ratings_tenant_id_encounter_id",
                table: "visit_ratings",
                columns: new[] { "tenant_id", "encounter_id" });

            migrationBuilder.CreateIndex(
                name: "IX_visit_ratings_tenant_id_participant_id",
                table: "visit_ratings",
                columns: new[] { "tenant_id", "participant_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_visit_summaries_tenant_id_encounter_id",
                table: "visit_summaries",
                columns: new[] { "tenant_id", "encounter_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "closures");

            migrationBuilder.DropTable(
                name: "visit_ratings");

            migrationBuilder.DropTable(
                name: "visit_summaries");

            migrationBuilder.DropIndex(
                name: "encounters_closing_owed",
                table: "encounters");

            migrationBuilder.DropIndex(
                name: "IX_encounters_ended_at",
                table: "encounters");

            migrationBuilder.DropIndex(
                name: "IX_encounters_tenant_id_practitioner_id_status_ended_at",
                table: "encounters");

            migrationBuilder.DropColumn(
                name: "number",
                table: "practitioners");

            migrationBuilder.DropColumn(
                name: "closing_owed_since",
                table: "encounters");

            migrationBuilder.DropColumn(
                name: "turn_told_at",
                table: "encounters");

            migrationBuilder.CreateIndex(
                name: "IX_encounters_tenant_id_practitioner_id_status",
                table: "encounters",
                columns: new[] { "tenant_id", "practitioner_id", "status" });
        }
    }
}
