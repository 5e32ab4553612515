using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemed.Tests.Documents.Scanning;

/// <summary>Something at the scanner's place that does not do as a scanner does: on each line the next of these.</summary>
/// <param name="answers">What is said when all has come; null: nothing, and the line stays open; "": it hangs up at once.</param>
internal sealed class ConfusedScanner : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly List<TcpClient> _lines = [];
    private readonly string?[] _answers;
    private readonly Task _serving;

    public ConfusedScanner(params string?[] answers)
    {
        _answers = answers;
        _listener.Start();
        _serving = Serve();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often somebody asked.</summary>
    public int Asked { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _serving;
        _lines.ForEach(line => line.Dispose());
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var line = await _listener.AcceptTcpClientAsync(_over.Token);
                _lines.Add(line);
                await Answer(line, _answers[Asked++ % _answers.Length]);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task Answer(TcpClient line, string? answer)
    {
        if (answer is null)
        {
            return;
        }

        try
        {
            // A small file is here with one reading.
            if (answer.Length > 0)
            {
                await line.GetStream().ReadAtLeastAsync(new byte[65_536], 30, throwOnEndOfStream: false, _over.Token);
                await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), _over.Token);
            }
        }
        catch (IOException)
        {
            // The other side hung up first.
        }

        line.Dispose();
    }
}
