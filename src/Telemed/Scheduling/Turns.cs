using Microsoft.EntityFrameworkCore;
using Telemed.Platform;

namespace Telemed.Scheduling;

/// <summary>
/// Whose turn it is to change what only one may change at a time; it ends with the transaction. On PostgreSQL the exclusion constraint alone
/// deadlocks under a race and can leave a time with no winner; on SQLite the writer gate is the lock. Always in this order, so that two never
/// wait for each other: a newcomer, a practitioner, a patient.
/// </summary>
internal static class Turns
{
    /// <summary>To change a practitioner's appointments and hours.</summary>
    public static Task Wait(Db db, PractitionerId practitioner) => Wait(db, practitioner.ToString());

    /// <summary>To book a patient, who is in one place at a time.</summary>
    public static Task Wait(Db db, PatientId patient) => Wait(db, patient.ToString());

    /// <summary>Of somebody without an account, by what their cookie hashes to.</summary>
    public static Task Wait(Db db, byte[] newcomer) => Wait(db, Convert.ToHexString(newcomer));

    /// <summary>To change what is chosen once for a whole clinic.</summary>
    public static Task Wait(Db db, TenantId clinic) => Wait(db, clinic.ToString());

    private static async Task Wait(Db db, string whose)
    {
        if (db.IsPostgres)
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({whose}, 0))");
        }
    }
}
