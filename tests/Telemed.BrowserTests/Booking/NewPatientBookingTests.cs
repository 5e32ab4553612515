using System.Diagnostics;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Booking;

/// <summary>Somebody whom the clinic does not know books from its public page, on a phone.</summary>
public sealed class NewPatientBookingTests(RunningServer server, Browsers browsers)
{
    private const string Clinic = "/c/maison-de-sante-des-tilleuls";
    private const string Alice = "alice.martin@tilleuls.example";
    private const string Slot = "button[name=slot]";
    private const string CodeSubject = "Votre code de rendez-vous";

    [Fact]
    public async Task A_new_patient_books_on_a_phone_in_under_a_minute_with_the_code_from_the_mail()
    {
        var person = new NewPerson("Maelle", "Quemeneur", "1994-02-11");
        await using var patient = await browsers.Someone(server, phone: true);
        await using var mail = await browsers.Someone(server);
        var page = patient.Page;
        var clock = Stopwatch.StartNew();
        await Chooses(page, "suivi", days: 20, nth: 2);
        await Describes(page, person);
        await page.FillAsync("#code", await new Mailbox(mail).Code(person.Email, CodeSubject));
        await page.Locator("form:has(#code) button.primary").ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("Rendez-vous réservé");
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), clock.Elapsed.ToString());
        TestContext.Current.SendDiagnosticMessage($"A new patient booked in {clock.Elapsed}.");
        // The mails of an appointment go to them as to any patient.
        await new Mailbox(mail).Latest(person.Email, "Votre rendez-vous du");
    }

    [Fact]
    public async Task Whoever_loses_a_race_takes_one_of_three_times_nearby()
    {
        var person = new NewPerson("Oscar", "Thibault", "1980-10-03");
        await using var patient = await browsers.Someone(server, phone: true);
        await using var alice = await browsers.Someone(server);
        await using var mail = await browsers.Someone(server);
        await alice.SignIn(Alice, server.PasswordOf(Alice));
        var page = patient.Page;
        await page.GotoAsync(Clinic);
        await page.Locator("a.step-done").Filter(new LocatorFilterOptions { HasText = "suivi" }).ClickAsync();
        await page.SelectOptionAsync("#with", new SelectOptionValue { Label = "Médecine générale" });
        await page.FillAsync("#from", Day(15));
        await page.Locator(".slot-filter button").ClickAsync();
        var slot = page.Locator(Slot).Nth(1);
        await PatientBookingTests.Takes(alice, await server.PatientNamed("Guérin"), (await slot.Locator("time").GetAttributeAsync("datetime"))!);

        await slot.ClickAsync();
        await Expect(page.Locator(".alert[role=alert]")).ToContainTextAsync("vient d’être réservé");
        var near = page.Locator("fieldset").First.Locator(Slot);
        await Expect(near).ToHaveCountAsync(3);
        await near.First.ClickAsync();
        await Describes(page, person);
        await page.FillAsync("#code", await new Mailbox(mail).Code(person.Email, CodeSubject));
        await page.Locator("form:has(#code) button.primary").ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("Rendez-vous réservé");
    }

    [Fact]
    public async Task A_reader_in_another_zone_sees_both_times_at_every_step_and_no_step_has_a_grave_finding()
    {
        var person = new NewPerson("Ines", "Marchetti", "1972-06-30");
        await using var patient = await browsers.Someone(server, phone: true, zone: "Pacific/Noumea");
        await using var mail = await browsers.Someone(server);
        var (page, found) = (patient.Page, new List<string>());
        await page.GotoAsync(Clinic);
        await page.Locator("a.step-done").Filter(new LocatorFilterOptions { HasText = "ordonnance" }).ClickAsync();
        await Expect(page.Locator("fieldset > own-zone p")).ToContainTextAsync("Noumea");
        await Expect(page.Locator(Slot).First.Locator(".own-time span")).ToContainTextAsync("chez vous");
        found.AddRange(await page.Findings("free times"));
        await page.Locator(Slot).Last.ClickAsync();
        await Expect(page.Locator("own-zone p")).ToContainTextAsync("heure de Noumea");
        await page.Locator("held-slot form button.primary").ClickAsync();
        await page.Locator("[aria-invalid=true]").First.WaitForAsync();
        found.AddRange(await page.Findings("details refused"));
        await Describes(page, person);
        found.AddRange(await page.Findings("code"));
        await page.FillAsync("#code", await new Mailbox(mail).Code(person.Email, CodeSubject));
        await page.Locator("form:has(#code) button.primary").ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("Rendez-vous réservé");
        await Expect(page.Locator("own-zone p")).ToContainTextAsync("heure de Noumea");
        found.AddRange(await page.Findings("booked"));
        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    private static async Task Chooses(IPage page, string what, int days, int nth)
    {
        await page.GotoAsync(Clinic);
        await page.Locator("a.step-done").Filter(new LocatorFilterOptions { HasText = what }).ClickAsync();
        await page.FillAsync("#from", Day(days));
        await page.Locator(".slot-filter button").ClickAsync();
        await page.Locator(Slot).Nth(nth).ClickAsync();
    }

    private static async Task Describes(IPage page, NewPerson person)
    {
        await page.FillAsync("#given", person.Given);
        await page.FillAsync("#family", person.Family);
        await page.FillAsync("#birth", person.Birth);
        await page.FillAsync("#email", person.Email);
        await page.Locator("held-slot form button.primary").ClickAsync();
        await page.Locator("#code").WaitForAsync();
    }

    private static string Day(int ahead) => TimeProvider.System.GetUtcNow().AddDays(ahead).ToString("yyyy-MM-dd", null);
}
