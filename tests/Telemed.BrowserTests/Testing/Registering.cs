namespace Telemed.BrowserTests.Testing;

/// <summary>How a patient who came by a link gets an account.</summary>
public static class Registering
{
    private const string Password = "sept chevaux sous la pluie";

    /// <summary>Registers, proves the address, and claims the record with the visit's cookie and the birth date.</summary>
    public static async Task OpensAnAccount(this Someone someone, NewPerson person, Mailbox mails)
    {
        ArgumentNullException.ThrowIfNull(someone);
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(mails);
        var page = someone.Page;
        await page.GotoAsync("/register");
        await page.FillAsync("#given-name", person.Given);
        await page.FillAsync("#family-name", person.Family);
        await page.FillAsync("#email", person.Email);
        await page.FillAsync("#password", Password);
        await page.Locator("form button.primary").ClickAsync();
        await page.FillAsync("#code", await mails.Code(person.FullName, "Votre code de confirmation"));
        await page.Locator("form button.primary").ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/sign-in", StringComparison.Ordinal));
        await someone.SignIn(person.Email, Password);
        await page.HasNoGraveFinding("welcome");
        await page.Locator("a[href='/link-account']").ClickAsync();
        await page.Locator("#birth-date").WaitForAsync();
        await page.HasNoGraveFinding("claiming the record");
        await page.FillAsync("#birth-date", person.Birth);
        await page.Locator("form button.primary").ClickAsync();
        await page.Locator("#documents-title").WaitForAsync();
    }
}
