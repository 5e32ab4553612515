using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Telemed.Benchmarks.Joining;

/// <summary>One way for two people to meet: ours, or a floor.</summary>
/// <param name="Opens">Two addresses that nobody has used.</param>
/// <param name="Closes">After they have met: given the page that may end it.</param>
internal sealed record Door(string Name, Func<Task<Pair>> Opens, Func<IPage, Task> Closes)
{
    public static IReadOnlyList<Door> All(HttpClient server, FloorPages floors) => [Ours(server), Floor(floors, "relay"), Floor(floors, "hub")];

    private static Door Ours(HttpClient server) => new("ours", () => Pair.FromLinks(server), End);

    private static Door Floor(FloorPages floors, string via) => new(via, () =>
    {
        var address = new Uri(floors.Address, $"/floor?via={via}&room={Guid.CreateVersion7()}").ToString();
        return Task.FromResult(new Pair(address, address));
    }, _ => Task.CompletedTask);

    /// <summary>By the practitioner, with the dialog's button: the next visit finds them free.</summary>
    private static async Task End(IPage practitioner)
    {
        await practitioner.Locator("[data-view=call]:not([hidden]) [data-do=end]").ClickAsync();
        await practitioner.Locator("[data-end-dialog] [value=end]").ClickAsync();
        await practitioner.WaitForFunctionAsync("() => document.querySelector('visit-room').room.ended");
    }
}

/// <summary>The two addresses of one meeting.</summary>
internal sealed partial record Pair(string Practitioner, string Patient)
{
    public static async Task<Pair> FromLinks(HttpClient server)
    {
        using var answer = await server.PostAsJsonAsync("/dev/links", new { });
        var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        return new Pair(PractitionerLink().Match(text).Groups[1].Value, PatientLink().Match(text).Groups[1].Value);
    }

    [GeneratedRegex(@"Practitioner link: (\S+)")]
    private static partial Regex PractitionerLink();

    [GeneratedRegex(@"Patient link: (\S+)")]
    private static partial Regex PatientLink();
}
