using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telemed.Platform.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class BusyTimesOfAppointments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // From here on the practitioners' time is kept in a table of its own, which the guards fill.
            migrationBuilder.Sql("DROP TRIGGER IF EXISTS appointments_no_overlap_insert; DROP TRIGGER IF EXISTS appointments_no_overlap_update");
            migrationBuilder.Sql(
                """
                INSERT INTO busy_times (tenant_id, id, practitioner_id, starts_at, ends_at, kind)
                SELECT tenant_id, id, practitioner_id, starts_at, ends_at, 'Appointment' FROM appointments WHERE status IN ('Pending', 'Booked', 'Arrived')
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER IF EXISTS appointments_take_time_insert; DROP TRIGGER IF EXISTS appointments_take_time_update");
        }
    }
}
