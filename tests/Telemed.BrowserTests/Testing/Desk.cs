namespace Telemed.BrowserTests.Testing;

/// <summary>A person of these tests who is on file nowhere yet.</summary>
public sealed record NewPerson(string Given, string Family, string Birth)
{
    public string Email => $"{Given}.{Family}@patients.example".ToLowerInvariant();

    public string FullName => $"{Given} {Family}";
}

/// <summary>What a practitioner does at the desk before a visit, page by page.</summary>
public static class Desk
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>Puts a new patient on file on the way to an appointment that begins within the half hour in which links are open.</summary>
    public static async Task Books(this Someone practitioner, NewPerson patient)
    {
        ArgumentNullException.ThrowIfNull(practitioner);
        ArgumentNullException.ThrowIfNull(patient);
        var starts = TimeZoneInfo.ConvertTime(RoundedUp(TimeProvider.System.GetUtcNow().AddMinutes(3)), Paris);
        await practitioner.Frees(starts.DateTime.AddMinutes(-30), starts.DateTime.AddMinutes(10));
        var page = practitioner.Page;
        await page.GotoAsync("/appointments");
        await page.Locator(".page-actions a.primary").ClickAsync();
        await page.Locator(".page-actions a[href^='/patients/new']").ClickAsync();
        await page.FillAsync("#family", patient.Family);
        await page.FillAsync("#given", patient.Given);
        await page.FillAsync("#birth", patient.Birth);
        await page.SelectOptionAsync("#sex", "Female");
        await page.FillAsync("#email", patient.Email);
        await page.Locator("form .form-actions button.primary").ClickAsync();
        await page.FillAsync("#date", starts.ToString("yyyy-MM-dd", null));
        await page.FillAsync("#time", starts.ToString("HH:mm", null));
        await page.FillAsync("#reason", "Migraines");
        await page.FillAsync("#length", "10");
        await page.Locator("form .form-actions button.primary").ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/appointments?booked=", StringComparison.Ordinal));
    }

    /// <summary>Cancels the patient's appointment on the clinic's behalf.</summary>
    public static async Task Cancels(this Someone practitioner, NewPerson patient)
    {
        ArgumentNullException.ThrowIfNull(practitioner);
        ArgumentNullException.ThrowIfNull(patient);
        await practitioner.Page.GotoAsync("/appointments?period=all&status=booked");
        await Cancel(practitioner.Page.Locator(".agenda-row").Filter(new LocatorFilterOptions { HasText = patient.Family }));
    }

    /// <summary>The demonstration has filled the day: what lies in the way is cancelled.</summary>
    private static async Task Frees(this Someone practitioner, DateTime from, DateTime until)
    {
        var page = practitioner.Page;
        while (true)
        {
            await page.GotoAsync("/appointments?period=today&status=booked");
            var rows = page.Locator(".agenda-row");
            var times = await rows.Locator("time").EvaluateAllAsync<string[]>("times => times.map(t => t.getAttribute('datetime'))");
            var place = Array.FindIndex(times, t => DateTime.Parse(t, null) > from && DateTime.Parse(t, null) < until);
            if (place < 0)
            {
                return;
            }

            await Cancel(rows.Nth(place));
        }
    }

    private static async Task Cancel(ILocator row)
    {
        await row.Locator("summary").ClickAsync();
        await row.Locator("form:has(input[value=byClinic]) button").ClickAsync();
        await row.Page.Locator(".alert[role=status]").WaitForAsync();
    }

    private static DateTimeOffset RoundedUp(DateTimeOffset time) => new((time.Ticks / TimeSpan.TicksPerMinute / 5 + 1) * 5 * TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
