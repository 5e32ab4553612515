using Telemed.Consultations.Rooms;
using Telemed.Consultations.Waiting;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Rooms;

/// <summary>What is asked at every step of a room is answered by an index, so that a clinic's history costs nothing.</summary>
public sealed class IndexTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task The_last_visits_are_found_by_an_index_however_long_the_history()
    {
        var plan = await app.InClinic(app.Cast.North, db => db.PlanOf(PastDurations.Query(db, app.Cast.Alice.Practitioner!.Value)));
        Assert.Contains("tenant_id_practitioner_id_status_ended_at", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE FOR ORDER BY", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_belongs_in_a_room_is_found_by_an_index_however_many_visits_the_clinic_has()
    {
        var plan = await app.InClinic(app.Cast.North, db => db.PlanOf(db.Places(EncounterId.New())));
        Assert.Contains("participants_tenant_id_encounter_id", plan, StringComparison.Ordinal);
    }
}
