using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Calendars;

/// <summary>Appointments as files for other calendar programs.</summary>
internal static class CalendarApi
{
    private const string Type = "text/calendar; charset=utf-8";

    public static void MapCalendars(this IEndpointRouteBuilder app)
    {
        app.MapGet("/appointments/{id:guid}/calendar.ics", One)
            .RequireAuthorization(new AuthorizeAttribute { Roles = $"{nameof(Role.Practitioner)},{nameof(Role.Assistant)},{nameof(Role.Patient)}" });
        app.MapGet("/calendar/{token}.ics", Feed).AllowAnonymous();
    }

    /// <summary>To keep.</summary>
    private static async Task<IResult> One(Guid id, HttpContext context, Db db, CalendarFiles files)
    {
        var appointment = new AppointmentId(id);
        if (await db.AppointmentsFor(context.User.Actor).AsNoTracking().SingleOrDefaultAsync(a => a.Id == appointment) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var clinic = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == found.TenantId);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = "attachment; filename=appointment.ics";
        return TypedResults.Text(files.Of([found], clinic), Type);
    }

    /// <summary>Wrong tokens are counted by address; right ones are not, so that the calendar programs of one office all read theirs.</summary>
    private static async Task<IResult> Feed(string token, HttpContext context, IServiceScopeFactory scopes, CalendarFiles files, Buckets buckets, Clock clock)
    {
        var address = ClientAddress.Of(context);
        if (!buckets.Take(RateLimits.CalendarFeed, address))
        {
            return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        // The request's own unit of work may have entered the clinic of whoever is signed in.
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<Db>().ReadFeed(token, clock.Now) is not { } reading)
        {
            return TypedResults.NotFound();
        }

        buckets.GiveBack(RateLimits.CalendarFeed, address);
        context.Response.Headers.CacheControl = "no-store";
        using var speaking = Speaking.In(reading.Language);
        return TypedResults.Text(files.Of(reading.Appointments, reading.Clinic), Type);
    }
}
