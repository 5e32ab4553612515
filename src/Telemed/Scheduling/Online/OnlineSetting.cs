using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Online;

/// <summary>What became of a wish to open or close the clinic's public page.</summary>
public abstract record OnlineSettingOutcome
{
    private OnlineSettingOutcome() { }

    public sealed record Saved : OnlineSettingOutcome;

    /// <param name="Code">required, too-long, shape, taken or not-allowed. Nothing was written.</param>
    public sealed record Invalid(string Code) : OnlineSettingOutcome;
}

/// <summary>Whether anybody may book from the clinic's public page, and at which address. The administrator decides.</summary>
public static class OnlineSetting
{
    extension(Db db)
    {
        public async Task<OnlineSettingOutcome> SaveOnline(Actor actor, bool open, string slug, Instant now)
        {
            if (actor is not AccountActor { Role: Role.Administrator })
            {
                return new OnlineSettingOutcome.Invalid("not-allowed");
            }

            if (PublicName.Fault(slug) is { } fault)
            {
                return new OnlineSettingOutcome.Invalid(fault);
            }

            try
            {
                return await db.InTransaction(() => Save(db, actor, open, slug, now));
            }
            catch (DbUpdateException)
            {
                // Taken by another clinic at the same moment: the database lets one have it.
                return new OnlineSettingOutcome.Invalid("taken");
            }
        }
    }

    private static async Task<OnlineSettingOutcome> Save(Db db, Actor actor, bool open, string slug, Instant now)
    {
        var clinic = await db.Set<Tenant>().SingleAsync(t => t.Id == actor.TenantId);
        if (await db.Set<Tenant>().AnyAsync(t => t.Slug == slug && t.Id != clinic.Id))
        {
            return new OnlineSettingOutcome.Invalid("taken");
        }

        if ((clinic.BooksOnline, clinic.Slug) != (open, slug))
        {
            (clinic.BooksOnline, clinic.Slug) = (open, slug);
            db.Record(actor, AuditAction.OnlineBookingChanged, now, (nameof(Tenant), clinic.Id.Value), detail: open ? "open" : "closed");
        }

        return new OnlineSettingOutcome.Saved();
    }
}
