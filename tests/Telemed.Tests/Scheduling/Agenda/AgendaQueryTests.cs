using NodaTime;
using Telemed.Web.Pages.Agenda;
using static Telemed.Tests.Scheduling.Agenda.AgendaScene;

namespace Telemed.Tests.Scheduling.Agenda;

/// <summary>A week is read by indexes bounded on both sides, so that a clinic's history and its plans cost nothing.</summary>
public sealed class AgendaQueryTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private readonly Interval _week = new(At(2026, 11, 23, 0), At(2026, 11, 30, 0));

    [Fact]
    public async Task Appointments_of_a_week_are_found_by_their_start()
    {
        var plan = await app.InClinic(app.Cast.North, db => db.PlanOf(AgendaItems.Appointments(db, app.Cast.Nora.Actor, [app.Cast.Alice.Practitioner!.Value, app.Cast.Dan.Practitioner!.Value], _week)));
        Assert.Contains("tenant_id_practitioner_id_starts_at", plan, StringComparison.Ordinal);
        Assert.Matches(@"starts_at ?> ?.*starts_at ?<|starts_at>\? AND starts_at<\?", plan);
    }

    [Fact]
    public async Task Blocks_of_a_week_are_found_by_their_end()
    {
        var plan = await app.InClinic(app.Cast.North, db => db.PlanOf(AgendaItems.Blocks(db, app.Cast.Nora.Actor, [app.Cast.Alice.Practitioner!.Value, app.Cast.Dan.Practitioner!.Value], _week)));
        Assert.Contains("tenant_id_practitioner_id_ends_at", plan, StringComparison.Ordinal);
        Assert.Matches(@"ends_at ?> ?.*ends_at ?<|ends_at>\? AND ends_at<\?", plan);
    }
}
