using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;

namespace Telemed.Web.Demo;

/// <summary>When the demonstration's practitioners may be booked, and for what.</summary>
internal static class DemoHours
{
    /// <summary>Monday to Friday, and Wednesday morning alone.</summary>
    private const string Week = "1 540-720,840-1080;2 540-720,840-1080;3 540-750;4 540-720,840-1080;5 540-720,840-1020";

    public static async Task Fill(Db db, LocalDate today)
    {
        VisitType[] types =
        [
            Type(db, "Première consultation", 45, after: 10, stands: false), Type(db, "Consultation de suivi", 30, after: 5, stands: true),
            Type(db, "Renouvellement d’ordonnance", 15, after: 0, stands: true),
        ];
        db.VisitTypes.AddRange(types);
        foreach (var practitioner in await db.Practitioners.Select(p => p.Id).ToListAsync())
        {
            db.HoursPeriods.Add(new HoursPeriod
            {
                TenantId = db.Tenant, Id = HoursPeriodId.New(), PractitionerId = practitioner, From = today.PlusDays(-30), Ranges = Week,
            });
            db.OfferedVisits.AddRange(types.Select(type =>
                new OfferedVisit { TenantId = db.Tenant, Id = OfferedVisitId.New(), PractitionerId = practitioner, VisitTypeId = type.Id }));
        }
    }

    private static VisitType Type(Db db, string name, int minutes, int after, bool stands) => new()
    {
        TenantId = db.Tenant, Id = VisitTypeId.New(), Name = name, Minutes = minutes, MinutesAfter = after, Modality = Modality.Video, ForPatients = true, StandsAtOnce = stands,
    };
}
