using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Telemed.Tests.Testing;

/// <summary>A network namespace of Linux, made by a test: interfaces, routes and filters of its own. Needs root and Debian's iproute2.</summary>
public sealed class Namespace(string name)
{
    private const int OfNetwork = 0x40000000;

    public string Name { get; } = name;

    /// <summary>The same command, started in here.</summary>
    public ProcessStartInfo Command(string file, params IEnumerable<string> arguments) => new("ip", ["netns", "exec", Name, file, .. arguments]);

    /// <summary>A socket that lives in here, as far as <paramref name="open"/> brings it: a socket belongs to the namespace it was made in.</summary>
    public async Task<Socket> Open(Func<Socket> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        var opened = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own, which ends afterwards: no other work ever runs in here by mistake.
        new Thread(() =>
        {
            try
            {
                using var place = File.OpenHandle($"/run/netns/{Name}");
                if (Enter((int)place.DangerousGetHandle(), OfNetwork) != 0)
                {
                    throw new InvalidOperationException($"{Name} cannot be entered: error {Marshal.GetLastPInvokeError()}.");
                }

                opened.SetResult(open());
            }
            catch (Exception failed) when (failed is SocketException or IOException or InvalidOperationException or UnauthorizedAccessException)
            {
                opened.SetException(failed);
            }
        }) { IsBackground = true }.Start();
        return await opened.Task;
    }

    public Task<Socket> Connect(IPEndPoint to) => Open(() => Dial(to));

    public static Socket Dial(IPEndPoint to)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(to);
        return socket;
    }

    /// <summary>Runs a script of the shell as root; what it complains of is the message.</summary>
    public static async Task Shell(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-euc", script]) { RedirectStandardError = true })!;
        var said = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        if (shell.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"The networks of this test cannot be made ({said.Trim()}). It needs root, or CAP_NET_ADMIN and CAP_SYS_ADMIN, and the packages iproute2 and iptables.");
        }
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Enter(int place, int kind);
}
