using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SeriesAndWaitingList : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "replaces",
                table: "appointments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "series",
                table: "appointments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "earlier_wishes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    visit_type_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    appointment_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    asked_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    offered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_earlier_wishes", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_earlier_wishes_accounts_asked_by",
                        column: x => x.asked_by,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_wishes_appointments_tenant_id_appointment_id",
                        columns: x => new { x.tenant_id, x.appointment_id },
                        principalTable: "appointments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_wishes_patients_tenant_id_patient_id",
                        columns: x => new { x.tenant_id, x.patient_id },
                        principalTable: "patients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_wishes_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_wishes_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_wishes_visit_types_tenant_id_visit_type_id",
                        columns: x => new { x.tenant_id, x.visit_type_id },
                        principalTable: "visit_types",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "earlier_offers",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    wish_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    practitioner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    starts_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false),
                    offered_at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    token_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    answer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    appointment_id = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_earlier_offers", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_earlier_offers_appointments_tenant_id_appointment_id",
                        columns: x => new { x.tenant_id, x.appointment_id },
                        principalTable: "appointments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_offers_earlier_wishes_tenant_id_wish_id",
                        columns: x => new { x.tenant_id, x.wish_id },
                        principalTable: "earlier_wishes",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_offers_practitioners_tenant_id_practitioner_id",
                        columns: x => new { x.tenant_id, x.practitioner_id },
                        principalTable: "practitioners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_earlier_offers_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_appointments_tenant_id_series",
                table: "appointments",
                columns: new[] { "tenant_id", "series" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_offers_answer_due_at",
                table: "earlier_offers",
                columns: new[] { "answer", "due_at" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_offers_tenant_id_appointment_id",
                table: "earlier_offers",
                columns: new[] { "tenant_id", "appointment_id" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_offers_tenant_id_practitioner_id_ends_at",
                table: "earlier_offers",
                columns: new[] { "tenant_id", "practitioner_id", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_offers_tenant_id_wish_id",
                table: "earlier_offers",
                columns: new[] { "tenant_id", "wish_id" },
                unique: true,
                filter: "answer IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_earlier_offers_token_hash",
                table: "earlier_offers",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_asked_by",
                table: "earlier_wishes",
                column: "asked_by");

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_tenant_id_appointment_id",
                table: "earlier_wishes",
                columns: new[] { "tenant_id", "appointment_id" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_tenant_id_ended_at_asked_at",
                table: "earlier_wishes",
                columns: new[] { "tenant_id", "ended_at", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_tenant_id_patient_id",
                table: "earlier_wishes",
                columns: new[] { "tenant_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_tenant_id_practitioner_id",
                table: "earlier_wishes",
                columns: new[] { "tenant_id", "practitioner_id" });

            migrationBuilder.CreateIndex(
                name: "IX_earlier_wishes_tenant_id_visit_type_id",
                table: "earlier_wishes",
                columns: new[] { "tenant_id", "visit_type_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "earlier_offers");

            migrationBuilder.DropTable(
                name: "earlier_wishes");

            migrationBuilder.DropIndex(
                name: "IX_appointments_tenant_id_series",
                table: "appointments");

            migrationBuilder.DropColumn(
                name: "replaces",
                table: "appointments");

            migrationBuilder.DropColumn(
                name: "series",
                table: "appointments");
        }
    }
}
