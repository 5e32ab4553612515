using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Guests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            Recipients("to_participant_id TEXT NULL,", "(CASE WHEN to_patient_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_participant_id IS NULL THEN 0 ELSE 1 END) = 1", migrationBuilder);

            migrationBuilder.DropIndex(
                name: "IX_participants_tenant_id_encounter_id_role",
                table: "participants");

            migrationBuilder.AddColumn<string>(
                name: "email",
                table: "participants",
                type: "TEXT",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "invited_at",
                table: "participants",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "participants",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "participants",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "removed_at",
                table: "participants",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "seat_number",
                table: "participants",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            // Practitioner and patient sit where they always sit, before nobody may share a seat.
            migrationBuilder.Sql("UPDATE participants SET seat_number = 1 WHERE role = 'Patient'");

            migrationBuilder.CreateIndex(
                name: "IX_participants_tenant_id_encounter_id_seat_number",
                table: "participants",
                columns: new[] { "tenant_id", "encounter_id", "seat_number" },
                unique: true,
                filter: "removed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            Recipients("", "(to_patient_id IS NULL) <> (to_account_id IS NULL)", migrationBuilder);

            migrationBuilder.DropIndex(
                name: "IX_participants_tenant_id_encounter_id_seat_number",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "email",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "invited_at",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "name",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "removed_at",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "seat_number",
                table: "participants");

            migrationBuilder.CreateIndex(
                name: "IX_participants_tenant_id_encounter_id_role",
                table: "participants",
                columns: new[] { "tenant_id", "encounter_id", "role" },
                unique: true);
        }

        /// <summary>
        /// SQLite cannot change a check: the table is made anew. Nothing points at it, so this needs no foreign keys switched off and stays
        /// in the migration's one transaction, which what EF Core would write does not.
        /// </summary>
        private static void Recipients(string column, string check, MigrationBuilder migrationBuilder)
        {
            const string Columns = "tenant_id, id, created_at, given_up, kind, next_try_at, sent_at, subject_id, to_account_id, to_patient_id, tries";
            migrationBuilder.Sql($"""
                CREATE TABLE deliveries_anew (
                    tenant_id TEXT NOT NULL, id TEXT NOT NULL, created_at INTEGER NOT NULL, given_up TEXT NULL, kind TEXT NOT NULL,
                    next_try_at INTEGER NOT NULL, sent_at INTEGER NULL, subject_id TEXT NOT NULL, to_account_id TEXT NULL, {column}
                    to_patient_id TEXT NULL, tries INTEGER NOT NULL,
                    CONSTRAINT "PK_deliveries" PRIMARY KEY (tenant_id, id),
                    CONSTRAINT deliveries_one_recipient CHECK ({check}),
                    CONSTRAINT "FK_deliveries_tenants_tenant_id" FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE RESTRICT);
                INSERT INTO deliveries_anew ({Columns}) SELECT {Columns} FROM deliveries
                    WHERE to_patient_id IS NOT NULL OR to_account_id IS NOT NULL;
                DROP TABLE deliveries;
                ALTER TABLE deliveries_anew RENAME TO deliveries;
                CREATE INDEX "IX_deliveries_sent_at_given_up_next_try_at" ON deliveries (sent_at, given_up, next_try_at);
                """);
        }
    }
}
