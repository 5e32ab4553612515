using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Relaying;

/// <summary>What an open room costs while nobody is in it: the same database and server, once with every room over and once with all of them open.</summary>
internal static class IdleRooms
{
    public static async Task Measure(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        var launch = new Launch(settings.Published, scratch["data"]);
        await PublishedServer.Migrate(launch);
        var clinic = new RoomClinic(launch.DataFolder);
        await clinic.IdleRooms(settings.IdleRooms);
        var (without, began, little) = await Settled(launch);
        await clinic.Open();
        var (with, rested, much) = await Settled(launch);
        var each = (with - without) / 1024.0 / settings.IdleRooms;
        findings.Add(new Finding($"resident memory, each idle room of {settings.IdleRooms}", $"{each:0.0} KB", "–", null, "", null));
        findings.Notes.Add(FormattableString.Invariant(
            $"Idle rooms: {settings.IdleRooms} rooms are open in the rows, nobody is in them, and the server brings them all to life when it starts; it is taken to be done when it has used hardly any processor time for some seconds: after {(rested - began).TotalSeconds:0} s and {(much - little).TotalSeconds:0} s of processor time more than with the same rows all over ({with / 1e6:0} MB resident against {without / 1e6:0} MB, garbage collected)."));
    }

    private static async Task<(long Resident, TimeSpan Rested, TimeSpan Processor)> Settled(Launch launch)
    {
        await using var server = await PublishedServer.Start(launch);
        var (rested, processor) = await server.Rests();
        return (await server.Settled(), rested, processor);
    }
}
