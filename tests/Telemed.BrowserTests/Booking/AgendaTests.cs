using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Booking;

/// <summary>The agenda in the hands of those who keep it open all day.</summary>
public sealed class AgendaTests(RunningServer server, Browsers browsers)
{
    private const string Alice = "alice.martin@tilleuls.example";
    private const string Thierry = "thierry.vandamme@tilleuls.example";

    [Fact]
    public async Task An_assistant_moves_an_appointment_by_the_mouse_lengthens_it_and_takes_both_back()
    {
        await using var thierry = await browsers.Someone(server);
        var (page, day) = (thierry.Page, Weekday(20));
        var entry = await Booked(thierry, day, "10:00", "Petit");
        await Drag(page, entry, 0.5f, down: 96);
        var toast = page.Locator("[data-undo]");
        await Expect(toast).ToContainTextAsync("11:00");
        await Expect(entry.Locator("time")).ToHaveTextAsync("11:00");
        await page.ReloadAsync();
        await Expect(entry.Locator("time")).ToHaveTextAsync("11:00");

        await Drag(page, entry, 0.97f, down: 48);
        await Expect(toast).ToContainTextAsync("11:00 à 12:00");
        await Expect(entry.Locator("xpath=..")).ToHaveAttributeAsync("data-span", "12");
        await toast.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(entry.Locator("xpath=..")).ToHaveAttributeAsync("data-span", "6");
        await Expect(toast).ToContainTextAsync("de nouveau");
    }

    [Fact]
    public async Task A_time_that_somebody_has_is_refused_in_words_and_the_appointment_is_back_where_it_was()
    {
        await using var thierry = await browsers.Someone(server);
        var (page, day) = (thierry.Page, Weekday(21));
        await Booked(thierry, day, "11:00", "Durand");
        var entry = await Booked(thierry, day, "10:00", "Petit");
        await Drag(page, entry, 0.5f, down: 96);
        await Expect(page.Locator("[data-undo]")).ToContainTextAsync("déjà pris");
        await Expect(entry.Locator("time")).ToHaveTextAsync("10:00");
    }

    [Fact]
    public async Task An_appointment_is_moved_and_lengthened_by_the_keyboard_alone()
    {
        await using var thierry = await browsers.Someone(server);
        var (page, day) = (thierry.Page, Weekday(22));
        var entry = await Booked(thierry, day, "10:00", "Petit");
        await page.Locator("[data-frame]").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await WalkTo(page, entry);
        await page.Keyboard.PressAsync("Alt+ArrowDown");
        await page.Keyboard.PressAsync("Alt+ArrowDown");
        await page.Keyboard.PressAsync("Alt+Shift+ArrowDown");
        await Expect(page.Locator("[data-say]")).ToContainTextAsync("10:10 à 10:45");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-undo]")).ToContainTextAsync("10:10 à 10:45");
        await Expect(entry).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+z");
        await Expect(entry.Locator("time")).ToHaveTextAsync("10:00");
        await page.Keyboard.PressAsync("Alt+ArrowUp");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[data-say]")).ToContainTextAsync("rien n’a changé");
        await Expect(entry.Locator("time")).ToHaveTextAsync("10:00");
    }

    [Fact]
    public async Task What_somebody_else_books_appears_without_a_reload()
    {
        await using var alice = await browsers.Someone(server);
        await using var thierry = await browsers.Someone(server);
        await alice.SignIn(Alice, server.PasswordOf(Alice));
        var day = Weekday(23);
        await alice.Page.GotoAsync($"/agenda?day={day}&view=week");
        await alice.Page.EvaluateAsync("window.neverReloaded = true");
        await Booked(thierry, day, "15:00", "Petit");
        var entry = alice.Page.Locator($".booking:has(time[datetime='{day}T15:00'])");
        await Expect(entry).ToContainTextAsync("Petit");
        Assert.True(await alice.Page.EvaluateAsync<bool>("window.neverReloaded"));
    }

    [Fact]
    public async Task A_stretch_drawn_over_free_time_is_blocked_with_a_label()
    {
        await using var alice = await browsers.Someone(server);
        await alice.SignIn(Alice, server.PasswordOf(Alice));
        var (page, day) = (alice.Page, Weekday(24));
        await page.GotoAsync($"/agenda?day={day}");
        var box = (await page.Locator(".free").First.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 40, box.Y + 26);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 40, box.Y + 100, new MouseMoveOptions { Steps = 5 });
        await page.Mouse.UpAsync();
        await Expect(page.Locator("#note")).ToBeFocusedAsync();
        Assert.Equal(("09:15", "10:05", day), (await page.InputValueAsync("#from"), await page.InputValueAsync("#until"), await page.InputValueAsync("#date")));
        await page.FillAsync("#note", "Réunion");
        await page.Locator("[data-block] form button").ClickAsync();
        await Expect(page.Locator(".booking[data-state=blocked]")).ToContainTextAsync("9:15 Réunion");
        await page.HasNoGraveFinding("an agenda with a block");
    }

    [Fact]
    public async Task A_practitioner_who_takes_a_day_off_is_told_whom_it_touches_and_nothing_of_it_moves()
    {
        await using var thierry = await browsers.Someone(server);
        await using var alice = await browsers.Someone(server);
        var day = Weekday(26);
        await Booked(thierry, day, "10:00", "Petit");
        await alice.SignIn(Alice, server.PasswordOf(Alice));
        var page = alice.Page;
        await page.GotoAsync("/hours");
        await page.FillAsync("#first", day);
        await page.FillAsync("#note", "Congé");
        await page.Locator("section[aria-labelledby=change-title] form.form button").ClickAsync();
        var touched = page.Locator("#outside");
        await Expect(touched).ToContainTextAsync("Rien n’a été déplacé ni annulé");
        await Expect(touched.Locator($"li:has(time[datetime='{day}T10:00'])")).ToContainTextAsync("Petit");
        await page.GotoAsync($"/agenda?day={day}");
        await Expect(page.Locator($".booking:has(time[datetime='{day}T10:00'])")).ToContainTextAsync("Petit");
        await page.GotoAsync("/hours");
        await page.Locator("#changes li").Filter(new LocatorFilterOptions { HasText = "Congé" }).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(touched.Locator($"time[datetime='{day}T10:00']")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task On_a_phone_the_day_is_a_list_and_nothing_scrolls_sideways()
    {
        await using var thierry = await browsers.Someone(server, phone: true);
        var (page, day) = (thierry.Page, Weekday(25));
        var entry = await Booked(thierry, day, "10:00", "Petit");
        await Expect(entry.Locator(".booking-state")).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 360"));
        Assert.False(await page.Locator(".agenda-hours").IsVisibleAsync());
    }

    /// <summary>By arrows alone: down each practitioner's column, and on to the next one's.</summary>
    private static async Task WalkTo(IPage page, ILocator entry)
    {
        for (var press = 0; press < 60; press++)
        {
            if (await entry.EvaluateAsync<bool>("entry => entry === document.activeElement"))
            {
                return;
            }

            var before = await page.EvaluateAsync<string>("document.activeElement.outerHTML");
            await page.Keyboard.PressAsync("ArrowDown");
            if (await page.EvaluateAsync<string>("document.activeElement.outerHTML") == before)
            {
                await page.Keyboard.PressAsync("ArrowRight");
                await page.Keyboard.PressAsync("Home");
            }
        }

        Assert.Fail("Never there, but at " + await page.EvaluateAsync<string>("document.activeElement.outerHTML"));
    }

    /// <summary>Thierry books for Alice, and has that day of her agenda open; the entry.</summary>
    private async Task<ILocator> Booked(Someone thierry, string day, string time, string family)
    {
        var page = thierry.Page;
        if (!page.Url.StartsWith(server.Address.ToString(), StringComparison.Ordinal))
        {
            await thierry.SignIn(Thierry, server.PasswordOf(Thierry));
        }

        await page.GotoAsync($"/appointments/new?patient={await server.PatientNamed(family)}&at={day}T{time}");
        await page.SelectOptionAsync("#practitioner", new SelectOptionValue { Label = await page.Locator("#practitioner option").Filter(new LocatorFilterOptions { HasText = "Alice Martin" }).TextContentAsync() });
        await page.FillAsync("#reason", "Suivi");
        await page.FillAsync("#length", "30");
        await page.Locator("form .form-actions button.primary").ClickAsync();
        try
        {
            await page.WaitForURLAsync(url => url.Contains("booked=", StringComparison.Ordinal));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Not booked: {await page.InnerTextAsync("main")}");
        }

        await page.GotoAsync($"/agenda?day={day}");
        return page.Locator($".booking[data-id]:has([data-who]:text-is(\"{await page.Locator($".booking:has(time[datetime='{day}T{time}']) [data-who]").First.TextContentAsync()}\"))");
    }

    private static async Task Drag(IPage page, ILocator entry, float at, int down)
    {
        await entry.ScrollIntoViewIfNeededAsync();
        var box = (await entry.BoundingBoxAsync())!;
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height * at));
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x, y + down, new MouseMoveOptions { Steps = 8 });
        await page.Mouse.UpAsync();
    }

    /// <summary>A day on which the demonstration's people are open, its afternoons too, a Tuesday some weeks from now: each test has its own.</summary>
    private static string Weekday(int ahead)
    {
        var day = TimeProvider.System.GetUtcNow().AddDays(7 * (ahead - 14)).Date;
        return day.AddDays((int)DayOfWeek.Tuesday - (int)day.DayOfWeek).ToString("yyyy-MM-dd", null);
    }
}
