using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Clinic;

/// <summary>The administrator says whether patients enter by themselves or are let in.</summary>
internal static class AdmissionEndpoint
{
    public static void MapAdmission(this IEndpointRouteBuilder app) =>
        app.MapPost("/clinic/admission", Set).RequireAuthorization(new AuthorizeAttribute { Roles = nameof(Role.Administrator) });

    private static async Task<IResult> Set([FromForm] bool? byHand, HttpContext context, Db db, Clock clock)
    {
        if (byHand is not { } wanted)
        {
            return TypedResults.BadRequest();
        }

        var actor = context.User.Actor!;
        await db.InTransaction(async () =>
        {
            var clinic = await db.Tenants.SingleAsync(t => t.Id == actor.TenantId);
            if (clinic.AdmitByHand != wanted)
            {
                clinic.AdmitByHand = wanted;
                db.Record(actor, AuditAction.AdmissionChanged, clock.Now, (nameof(Tenant), clinic.Id.Value), detail: wanted ? "by-hand" : "automatic");
            }
        });
        return TypedResults.LocalRedirect("/clinic?saved=admission");
    }
}
