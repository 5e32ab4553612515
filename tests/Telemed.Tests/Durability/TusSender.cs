using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Telemed.Tests.Architecture;

namespace Telemed.Tests.Durability;

/// <summary>tus-js-client as it comes from npm, in a process of its own, which can be ended and begun anew as a page is reloaded.</summary>
internal sealed class TusSender : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _news = new(0);
    private long _sent;

    public TusSender(object settings)
    {
        _process = Process.Start(new ProcessStartInfo("node", ["tests/tus/upload.mjs"]) { WorkingDirectory = Sources.Root, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _process.StandardInput.Write(JsonSerializer.Serialize(settings));
        _process.StandardInput.Close();
        _ = Listen();
    }

    /// <summary>The address of the upload, once it has arrived whole.</summary>
    public Task<string> Done => _done.Task;

    /// <summary>Returns when so many bytes have left, or all.</summary>
    public async Task Has(long sent, CancellationToken cancel)
    {
        while (Interlocked.Read(ref _sent) < sent && !Done.IsCompleted)
        {
            await _news.WaitAsync(cancel);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task Listen()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            switch (line.Split(' ', 2))
            {
                case ["at", var bytes]:
                    Interlocked.Exchange(ref _sent, long.Parse(bytes, CultureInfo.InvariantCulture));
                    break;
                case ["done", var address]:
                    _done.TrySetResult(address);
                    break;
                default:
                    _done.TrySetException(new InvalidOperationException(line));
                    break;
            }

            _news.Release();
        }
    }
}
