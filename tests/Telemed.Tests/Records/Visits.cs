using System.Net.Http.Json;
using System.Text.Json;
using Telemed.Consultations;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records;

namespace Telemed.Tests.Records;

/// <summary>Visits and their notes, as the tests of notes need them.</summary>
internal static class Visits
{
    public static readonly NoteText Cough = new("Toux depuis trois jours", "Apyrétique à l’image", "Rhinopharyngite", "Repos, paracétamol");

    /// <summary>A visit of Alice and Bob; over, because two people have one instant visit under way at most.</summary>
    public static Task<EncounterId> Visit(this TelemedApp app, EncounterStatus status = EncounterStatus.Completed) => app.InClinic(app.Cast.North, async db =>
    {
        var visit = new Encounter
        {
            TenantId = db.Tenant, Id = EncounterId.New(), PatientId = app.Cast.Bob.Patient!.Value,
            PractitionerId = app.Cast.Alice.Practitioner!.Value, Status = status, CreatedAt = app.Now, StartedAt = app.Now,
            EndedAt = status is EncounterStatus.InProgress ? null : app.Now,
        };
        db.Encounters.Add(visit);
        await db.SaveChangesAsync();
        return visit.Id;
    });

    /// <summary>The same with a note of Alice that is signed.</summary>
    public static async Task<(EncounterId Visit, SoapNoteId Note)> SignedNote(this TelemedApp app)
    {
        var visit = await app.Visit();
        var alice = await app.Browser(app.Cast.Alice);
        var note = await alice.BeginNote(visit);
        var saved = await alice.Save(visit, note.Version, Cough);
        saved.EnsureSuccessStatusCode();
        (await alice.Sign(visit, note.Version + 1)).EnsureSuccessStatusCode();
        return (visit, note.NoteId);
    }

    /// <summary>Dan begins to care for Bob.</summary>
    public static Task Cares(this TelemedApp app, Person practitioner) => app.InClinic(app.Cast.North, async db =>
    {
        await db.InTransaction(() => db.CareBegins(practitioner.Practitioner!.Value, app.Cast.Bob.Patient!.Value, app.Now));
        return true;
    });

    public static string Api(EncounterId visit) => $"/api/encounters/{visit}/note";

    public static async Task<NoteView> BeginNote(this HttpClient browser, EncounterId visit)
    {
        using var nothing = JsonContent.Create(new { });
        var answer = await browser.PostAsync(Api(visit), nothing, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Note();
    }

    public static Task<HttpResponseMessage> Save(this HttpClient browser, EncounterId visit, int version, NoteText text) =>
        browser.PutAsJsonAsync(Api(visit), new { version, text.Subjective, text.Objective, text.Assessment, text.Plan, Details = NoteDetailsInput.Of(text.Details) }, Json, TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> Sign(this HttpClient browser, EncounterId visit, int version) =>
        browser.PostAsJsonAsync(Api(visit) + "/signature", new { version }, TestContext.Current.CancellationToken);

    public static async Task<NoteView> Note(this HttpResponseMessage answer)
    {
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return new NoteView(new SoapNoteId(json.GetProperty("noteId").GetGuid()), json.GetProperty("version").GetInt32(),
            Enum.Parse<NoteStatus>(json.GetProperty("status").GetString()!, ignoreCase: true), json.GetProperty("subjective").GetString()!,
            json.GetProperty("objective").GetString()!, json.GetProperty("assessment").GetString()!, json.GetProperty("plan").GetString()!, default, null,
            json.GetProperty("details").Deserialize<NoteDetailsInput>(Json)!);
    }

    public static NoteText Text(this NoteView note) => note.Details.With(new NoteText(note.Subjective, note.Objective, note.Assessment, note.Plan));

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
}
