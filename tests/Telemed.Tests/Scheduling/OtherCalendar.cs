using System.Diagnostics;
using System.Text.Json;
using Telemed.Tests.Architecture;

namespace Telemed.Tests.Scheduling;

/// <summary>An event as a calendar of another make holds it.</summary>
internal sealed record HeldEvent(string Uid, int Sequence, string? Method, string Start, string End, string Local, string Summary, string? Status, string? Organizer, string[] Attendees);

/// <summary>A calendar program that is not ours (npm ical.js), in a process of its own.</summary>
internal static class OtherCalendar
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>What it holds once it has applied these files in this order.</summary>
    public static async Task<IReadOnlyList<HeldEvent>> After(IEnumerable<string> files, string zone = "UTC")
    {
        using var process = Process.Start(new ProcessStartInfo("node", ["tests/calendar/apply.mjs"])
        {
            WorkingDirectory = Sources.Root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new { files, zone }));
        process.StandardInput.Close();
        var cancel = TestContext.Current.CancellationToken;
        var (said, wrong) = (await process.StandardOutput.ReadToEndAsync(cancel), await process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode == 0, wrong);
        return JsonSerializer.Deserialize<HeldEvent[]>(said, Web)!;
    }
}
