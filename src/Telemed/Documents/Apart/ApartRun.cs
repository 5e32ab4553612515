using System.Buffers;
using System.Diagnostics;
using System.Globalization;

namespace Telemed.Documents.Apart;

/// <summary>A program to be run on one file, and how much it may take.</summary>
/// <param name="Seconds">Of the processor; twice as many may pass.</param>
/// <param name="Memory">In bytes, of what it writes to.</param>
/// <param name="Most">Bytes of its answer: one that says more is stopped.</param>
internal sealed record ApartTask(string Program, IReadOnlyList<string> Arguments, int Seconds, long Memory, int Most);

/// <summary>
/// Runs a program on a file that nobody vouches for: a process of its own, without the server's environment (its secrets), with bounded memory and
/// time, behind all other work. It gets the file through a pipe and answers through one: no clear byte touches the disk. If the file breaks it,
/// nothing else breaks.
/// </summary>
internal static class ApartRun
{
    /// <summary>This program itself, as <see cref="ApartProgram"/>.</summary>
    public static string Self { get; } = Path.Combine(AppContext.BaseDirectory, "telemed");

    private const int BufferSize = 81_920;

    // Each may take a gigabyte, and whoever opens a hostile file in twenty windows asks for twenty.
    private static readonly SemaphoreSlim Turns = new(Math.Max(2, Environment.ProcessorCount));

    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    /// <summary>What it said; null: it failed, took too long or too much, or said too much.</summary>
    /// <exception cref="IOException">The file itself cannot be read.</exception>
    public static async Task<byte[]?> Run(ApartTask task, Stream file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(task);
        await Turns.WaitAsync(cancel);
        try
        {
            return await InTurn(task, file, cancel);
        }
        finally
        {
            Turns.Release();
        }
    }

    private static async Task<byte[]?> InTurn(ApartTask task, Stream file, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(2 * task.Seconds));
        using var process = Process.Start(Start(task))!;
        var (complaints, feeding) = (process.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token), Feed(file, process, limit.Token));
        try
        {
            var answer = await Answer(process.StandardOutput.BaseStream, task.Most, limit.Token);
            if (answer is null)
            {
                return null;
            }

            await feeding;
            await complaints;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? answer : null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            await End(process, limit, feeding, complaints);
        }
    }

    /// <summary>Nothing of it runs any more, and nobody reads the file any more: whoever opened it closes it now, and its buffers serve the next.</summary>
    private static async Task End(Process process, CancellationTokenSource limit, params Task[] beside)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        await limit.CancelAsync();
        foreach (var task in beside)
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static ProcessStartInfo Start(ApartTask task)
    {
        var start = new ProcessStartInfo("nice") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        string[] bounds =
        [
            "-n", "19", "prlimit", string.Create(CultureInfo.InvariantCulture, $"--cpu={task.Seconds}"), string.Create(CultureInfo.InvariantCulture, $"--data={task.Memory}"), "--core=0",
            // What it writes fails, and does not kill it: pdftoppm goes on where it can keep no list of the fonts.
            "--nofile=256", "--fsize=0", "env", "--ignore-signal=XFSZ", task.Program,
        ];
        foreach (var argument in bounds.Concat(task.Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        var (path, root) = (Environment.GetEnvironmentVariable("PATH"), Environment.GetEnvironmentVariable("DOTNET_ROOT"));
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["OMP_THREAD_LIMIT"] = "1"; // tesseract's threads wait for each other more than they share
        start.Environment["DOTNET_GCHeapHardLimit"] = (task.Memory / 2).ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // it would make a socket in the temporary folder
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // its double mapping is a file
        start.Environment["VIPS_DISC_THRESHOLD"] = "8g"; // it would lay large pictures on the disk
        if (root is not null)
        {
            start.Environment["DOTNET_ROOT"] = root;
        }

        return start;
    }

    private static async Task Feed(Stream file, Process process, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var pipe = process.StandardInput.BaseStream;
            while (await file.ReadAsync(buffer, cancel) is var read and > 0)
            {
                try
                {
                    await pipe.WriteAsync(buffer.AsMemory(0, read), cancel);
                }
                catch (IOException)
                {
                    return; // it has seen enough, or is gone: its answer tells which
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static async Task<byte[]?> Answer(Stream pipe, int most, CancellationToken cancel)
    {
        using var answer = new MemoryStream();
        var buffer = new byte[BufferSize];
        while (await pipe.ReadAsync(buffer, cancel) is var read and > 0)
        {
            if (answer.Length + read > most)
            {
                return null;
            }

            answer.Write(buffer, 0, read);
        }

        return answer.ToArray();
    }
}
