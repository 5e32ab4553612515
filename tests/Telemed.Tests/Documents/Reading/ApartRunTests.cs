using System.Diagnostics;
using System.Text;
using Telemed.Documents.Apart;

namespace Telemed.Tests.Documents.Reading;

/// <summary>A program that is run on a file which nobody vouches for.</summary>
[Trait("Database", "either")]
public sealed class ApartRunTests
{
    private const long Memory = 200_000_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gets_the_file_and_gives_its_answer_by_pipes() =>
        Assert.Equal("Reçu", Encoding.UTF8.GetString((await Run(new("cat", [], 10, Memory, 1000), Encoding.UTF8.GetBytes("Reçu")))!));

    [Fact]
    public async Task What_does_not_end_is_ended()
    {
        var started = Stopwatch.GetTimestamp();
        Assert.Null(await Run(new("sleep", ["600"], 1, Memory, 1000)));
        Assert.Null(await Run(new("sh", ["-c", "while :; do :; done"], 1, Memory, 1000)));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 60);
    }

    [Fact]
    public async Task What_says_too_much_or_fails_has_said_nothing()
    {
        Assert.Null(await Run(new("yes", [], 10, Memory, 100_000)));
        Assert.Null(await Run(new("sh", ["-c", "echo half; exit 3"], 10, Memory, 1000)));
    }

    [Fact]
    public async Task What_takes_too_much_memory_fails_alone()
    {
        string[] grows = ["BEGIN { s = \"a\"; while (length(s) < 300000000) s = s s; print length(s) }"];
        Assert.Null(await Run(new("awk", grows, 20, 100_000_000, 1000)));
        Assert.NotNull(await Run(new("awk", grows, 20, 3_000_000_000, 1000))); // it is the memory that stops it
    }

    [Fact]
    public async Task It_writes_nothing_to_the_disk_and_goes_on_without()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        // It is refused, and no more than that: pdftoppm would keep a list of the fonts, and goes on without.
        Assert.Equal("done\n", Encoding.UTF8.GetString((await Run(new("sh", ["-c", $"echo secret > {file}; echo done"], 10, Memory, 1000)))!));
        Assert.True(!File.Exists(file) || new FileInfo(file).Length == 0);
        File.Delete(file);
    }

    [Fact]
    public async Task It_does_not_know_the_servers_secrets()
    {
        Environment.SetEnvironmentVariable("Telemed__S3__SecretKey", "do not tell");
        Assert.DoesNotContain("do not tell", Encoding.UTF8.GetString((await Run(new("env", [], 10, Memory, 10_000)))!), StringComparison.Ordinal);
        Environment.SetEnvironmentVariable("Telemed__S3__SecretKey", null);
    }

    [Fact]
    public async Task When_it_is_over_nothing_of_it_runs_and_nobody_reads_the_file()
    {
        foreach (var task in (ApartTask[])[new("yes", ["a word of this test alone"], 10, Memory, 100_000), new("sleep", ["600.0625"], 1, Memory, 1000)])
        {
            await using var file = new EndlessFile();
            Assert.Null(await ApartRun.Run(task, file, Cancel));
            Assert.True(file.WasRead);
            Assert.False(file.IsRead);
        }

        Assert.DoesNotContain(Running(), c => c.Contains("a word of this test alone", StringComparison.Ordinal) || c.Contains("600.0625", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_more_run_at_once_than_the_machine_has_processors()
    {
        var (all, most) = (Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Run(new("sleep", ["1.0417"], 10, Memory, 1000)))), 0);
        while (!all.IsCompleted)
        {
            most = Math.Max(most, Running().Count(c => c.StartsWith("sleep 1.0417", StringComparison.Ordinal)));
            await Task.Yield();
        }

        Assert.InRange(most, 1, Math.Max(2, Environment.ProcessorCount));
    }

    [Theory]
    [InlineData("pdf-words"), InlineData("word-words"), InlineData("small-picture"), InlineData("large-picture"), InlineData("page-picture"), InlineData("nothing-of-ours")]
    public async Task Rubbish_is_no_answer(string what) =>
        Assert.Null(await Run(new(ApartRun.Self, [ApartProgram.Word, what], 20, 1_000_000_000, 1000), [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))]));

    private static Task<byte[]?> Run(ApartTask task, byte[]? file = null) => ApartRun.Run(task, new MemoryStream(file ?? []), Cancel);

    private static IEnumerable<string> Running() => Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)).Select(d =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(d, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return ""; // it ended meanwhile
        }
    });

    /// <summary>Gives a little, and then is read as long as nobody gives up.</summary>
    private sealed class EndlessFile : MemoryStream
    {
        private int _reads;

        public bool WasRead { get; private set; }

        public bool IsRead => _reads > 0;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _reads);
            try
            {
                if (WasRead)
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                WasRead = true;
                return 1;
            }
            finally
            {
                Interlocked.Decrement(ref _reads);
            }
        }
    }
}
