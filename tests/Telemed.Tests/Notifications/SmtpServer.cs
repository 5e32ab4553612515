using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using MimeKit;
using Telemed.Tests.Architecture;

namespace Telemed.Tests.Notifications;

/// <summary>One mail as the mail server took it.</summary>
internal sealed record ReceivedMail(string Connection, string From, string[] To, MimeMessage Message);

/// <summary>A mail server of another make (npm smtp-server) in a process of its own, on a free loopback port.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<ReceivedMail> _mails = Channel.CreateUnbounded<ReceivedMail>();

    private SmtpServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <param name="port">0: a free one.</param>
    public static async Task<SmtpServer> Start(int port, CancellationToken cancel)
    {
        var root = Sources.Root;
        Assert.True(Directory.Exists(Path.Combine(root, "node_modules", "smtp-server")), "node_modules/smtp-server is missing: run `npm ci` in the repository's root.");
        var process = Process.Start(new ProcessStartInfo("node", ["tests/smtp/server.mjs", port.ToString(System.Globalization.CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = root, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        var first = await process.StandardOutput.ReadLineAsync(cancel);
        Assert.True(first is not null, "The mail server did not start: is Node 20 installed, is the port free?");
        var server = new SmtpServer(process, JsonDocument.Parse(first).RootElement.GetProperty("port").GetInt32());
        _ = server.Listen();
        return server;
    }

    /// <summary>The next mail that arrives.</summary>
    public ValueTask<ReceivedMail> Next(CancellationToken cancel) => _mails.Reader.ReadAsync(cancel);

    /// <summary>The next mail that has arrived already.</summary>
    public bool TryNext([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ReceivedMail? mail) => _mails.Reader.TryRead(out mail);

    /// <summary>True when no mail is waiting to be looked at.</summary>
    public bool IsQuiet => !_mails.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task Listen()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var mail = JsonDocument.Parse(line).RootElement;
            var message = await MimeMessage.LoadAsync(new MemoryStream(mail.GetProperty("message").GetBytesFromBase64()));
            _mails.Writer.TryWrite(new ReceivedMail(mail.GetProperty("connection").GetString()!, mail.GetProperty("from").GetString()!, [.. mail.GetProperty("to").EnumerateArray().Select(t => t.GetString()!)], message));
        }
    }
}
