using System.Diagnostics;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Booking;

/// <summary>A patient books on a phone, in a zone of their own, and against somebody who is quicker.</summary>
public sealed class PatientBookingTests(RunningServer server, Browsers browsers)
{
    private const string AnneSophie = "annesophie.vandenbrouckelemaire@patients.example";
    private const string Alice = "alice.martin@tilleuls.example";
    private const string Slot = "button[name=slot]";

    [Fact]
    public async Task A_patient_books_on_a_phone_in_under_a_minute_and_reads_both_clocks()
    {
        await using var patient = await browsers.Someone(server, phone: true, zone: "Pacific/Noumea");
        await patient.SignIn(AnneSophie, server.PasswordOf(AnneSophie));
        var page = patient.Page;
        var clock = Stopwatch.StartNew();
        await page.GotoAsync("/appointments");
        await page.Locator(".page-actions a[href='/book']").ClickAsync();
        await page.Locator("a.step-done").Filter(new LocatorFilterOptions { HasText = "suivi" }).ClickAsync();
        var slot = page.Locator(Slot).Nth(3);
        var time = await slot.Locator("time").GetAttributeAsync("datetime");
        await slot.ClickAsync();
        await Expect(page.Locator("own-zone p")).ToContainTextAsync("heure de Noumea");
        await page.FillAsync("#reason", "Renouvellement");
        await page.Locator("held-slot form button.primary").ClickAsync();
        await Expect(page.Locator(".alert[role=status]")).ToContainTextAsync("Rendez-vous réservé");
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), clock.Elapsed.ToString());
        await page.GotoAsync("/appointments");
        await Expect(page.Locator($"time[datetime='{time}']")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_patient_who_loses_a_race_takes_one_of_three_times_nearby()
    {
        await using var patient = await browsers.Someone(server, phone: true);
        await using var alice = await browsers.Someone(server);
        await patient.SignIn(AnneSophie, server.PasswordOf(AnneSophie));
        await alice.SignIn(Alice, server.PasswordOf(Alice));
        var page = patient.Page;
        await page.GotoAsync("/book");
        await page.Locator("a.step-done").Filter(new LocatorFilterOptions { HasText = "suivi" }).ClickAsync();
        await page.SelectOptionAsync("#with", new SelectOptionValue { Label = await page.Locator("#with option").Filter(new LocatorFilterOptions { HasText = "Alice Martin" }).TextContentAsync() });
        await page.FillAsync("#from", TimeProvider.System.GetUtcNow().AddDays(10).ToString("yyyy-MM-dd", null));
        await page.Locator(".slot-filter button").ClickAsync();
        var slot = page.Locator(Slot).Nth(1);
        var time = (await slot.Locator("time").GetAttributeAsync("datetime"))!;
        await Takes(alice, await server.PatientNamed("Petit"), time);

        await slot.ClickAsync();
        await Expect(page.Locator(".alert[role=alert]")).ToContainTextAsync("vient d’être réservé");
        var near = page.Locator("fieldset").First.Locator(Slot);
        await Expect(near).ToHaveCountAsync(3);
        await near.First.ClickAsync();
        await page.FillAsync("#reason", "Renouvellement");
        await page.Locator("held-slot form button.primary").ClickAsync();
        await Expect(page.Locator(".alert[role=status]")).ToContainTextAsync("Rendez-vous réservé");
    }

    [Fact]
    public async Task A_time_that_was_held_is_free_again_as_soon_as_the_form_is_left()
    {
        await using var patient = await browsers.Someone(server);
        await patient.SignIn(AnneSophie, server.PasswordOf(AnneSophie));
        var page = patient.Page;
        await page.GotoAsync("/book");
        await page.Locator("a.step-done").Filter(new LocatorFilterOptions { HasText = "ordonnance" }).ClickAsync();
        await page.Locator(Slot).Last.ClickAsync();
        await page.Locator("#reason").WaitForAsync();
        Assert.Equal(1, await server.Holds());
        await page.Locator("held-slot a[href^='/book']").ClickAsync();
        var clock = Stopwatch.StartNew();
        while (await server.Holds() > 0)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), "It is still held.");
        }
    }

    /// <summary>Another patient is booked at that time, at the practitioner's own desk.</summary>
    internal static async Task Takes(Someone alice, string patient, string time)
    {
        var page = alice.Page;
        await page.GotoAsync($"/appointments/new?patient={patient}&at={time}");
        await page.FillAsync("#reason", "Suivi");
        await page.FillAsync("#length", "30");
        await page.Locator("form .form-actions button.primary").ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("booked=", StringComparison.Ordinal));
    }
}
