using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Offers;
using Telemed.Scheduling.Online;
using Telemed.Web.Pages.Appointments;
using Telemed.Web.Pages.Booking;

namespace Telemed.Web.Pages.Online;

/// <summary>The addresses of a clinic's public pages, and where each step leads.</summary>
internal static class OnlineSteps
{
    public static string List(string slug) => $"/c/{slug}";

    public static string Details(string slug) => $"/c/{slug}/details";

    public static string Code(string slug) => $"/c/{slug}/code";

    public static string Done(string slug) => $"/c/{slug}/done";

    public static string Leave(string slug) => $"/c/{slug}/leave";

    /// <summary>The free times from which this one was chosen.</summary>
    public static SlotWish Wish(string slug, Newcomer newcomer) => new(newcomer.VisitTypeId, null, DayPart.Whole, null) { Page = List(slug) };

    /// <summary>Whoever has nothing under way: to what they booked a moment ago, else to the beginning.</summary>
    public static async Task<string> Elsewhere(Db db, HttpContext context, string slug, Instant now) =>
        await db.BookedBy(NewcomerCookie.HashOf(context), now) is null ? $"{List(slug)}?said=expired" : Done(slug);

    /// <summary>Books what was chosen, in one transaction with the visit that follows from it; returns where to go.</summary>
    public static async Task<string> Book(Db db, string slug, Newcomer newcomer, Clock clock) => await db.InTransaction(() => AppointmentVisits.BookOnline(db, newcomer.Id, clock)) switch
    {
        BookingOutcome.Booked => Done(slug),
        BookingOutcome.PatientBusy => Wish(slug, newcomer).Saying("patient-busy"),
        _ => Lost(slug, newcomer),
    };

    public static string Lost(string slug, Newcomer newcomer) => Wish(slug, newcomer).Lost(newcomer.PractitionerId, newcomer.StartsAt);
}
