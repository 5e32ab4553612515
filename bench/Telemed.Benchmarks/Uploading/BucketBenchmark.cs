using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Uploading;

/// <summary>The same document with the files in a bucket of S3; beside the floors of the disk, and beside the bucket itself, asked for as many bytes with nobody between.</summary>
internal static class BucketBenchmark
{
    private const string Where = ", in a bucket";

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        using var bucket = new BucketServer(settings, scratch["bucket"]);
        var launch = new Launch(settings.Published, scratch["data"]) { S3 = bucket.Options };
        await PublishedServer.Migrate(launch);
        var clinic = await LoadClinic.Write(launch.DataFolder, "", practitioners: 1);
        await using var server = await PublishedServer.Start(launch);
        using var desk = await Desk.SignIn(server.Address, clinic.Emails[0], 0);
        var (transfers, put, got) = (new Transfers(scratch), new List<double>(), new List<double>());
        for (var i = -2; i < settings.Uploads; i++)
        {
            await transfers.Take(desk, clinic.Patients[0], counts: i >= 0);
            var (sent, taken) = (await Transfers.Rate(() => bucket.Put(transfers.Content)), await Transfers.Rate(bucket.Get));
            if (i >= 0)
            {
                put.Add(sent);
                got.Add(taken);
            }
        }

        transfers.Tell(findings, Where);
        findings.Add(new Finding($"upload of 50 MB, encrypted{Where}", $"{transfers.Up.Median():0} MB/s", $"bare PUT to the bucket {put.Median():0} MB/s", transfers.Up.Median() / put.Median(), "", null));
        findings.Add(new Finding($"download of 50 MB, decrypted{Where}", $"{transfers.Down.Median():0} MB/s", $"bare GET from the bucket {got.Median():0} MB/s", transfers.Down.Median() / got.Median(), "", null));
    }
}
