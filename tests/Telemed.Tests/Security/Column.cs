using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Telemed.Platform;
using Telemed.Records.Access;
using Telemed.Tests.Consultations;

namespace Telemed.Tests.Security;

/// <summary>One who asks.</summary>
/// <param name="Person">Null: a stranger.</param>
/// <param name="Token">For the forms that this browser posts.</param>
internal sealed record Column(char Letter, Person? Person, HttpClient Browser, string Token)
{
    /// <summary>
    /// A: Alice, who cares for Bob. G: to whom she gave his record. E: who opened it in an emergency. D: Dan, of the same clinic, without any care relation.
    /// N: Nora, assistant. M: Ada, administrator. B: Bob. P: another patient. C: Charlie, of another clinic. S: a stranger.
    /// </summary>
    public const string Letters = "AGEDNMBPCS";

    /// <summary>How often this person's reading of Bob's record stood in the trail when it was last looked at.</summary>
    public int Readings { get; set; }

    public static async Task<IReadOnlyList<Column>> All(TelemedApp app)
    {
        var (cast, bob) = (app.Cast, app.Cast.Bob.Patient!.Value);
        var (given, emergency) = await app.InClinic(cast.North, async db => (await VisitScene.NewDoctor(db, app.Now), await VisitScene.NewDoctor(db, app.Now)));
        var paula = await app.InClinic(cast.North, db => Cast.Patient(db, "Paula", app.Now));
        Assert.Equal(AccessOutcome.Done, await app.InClinic(cast.North, db => db.GrantCare(cast.Alice.Actor, bob, given.Practitioner!.Value, app.Now)));
        var opened = await (await app.Browser(emergency)).Fill($"/patients/{bob}/emergency", ("reason", "Malaise au cabinet"));
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        Person?[] people = [cast.Alice, given, emergency, cast.Dan, cast.Nora, cast.Ada, cast.Bob, paula, cast.Charlie, null];
        return [.. await Task.WhenAll(Letters.Zip(people, (letter, person) => Of(app, letter, person)))];
    }

    private static async Task<Column> Of(TelemedApp app, char letter, Person? person)
    {
        var browser = person is null ? app.Anonymous() : await app.Browser(person);
        var page = await browser.Page(person is null ? "/sign-in" : "/notifications");
        return new Column(letter, person, browser, page.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value);
    }
}
