using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Telemed.Documents.Blobs;

/// <summary>
/// What makes bytes survive a power cut: a file's content with fsync, its name with fsync of the folder. A kill of the process cannot
/// show a missing one (the page cache lives on), so tests count the calls.
/// </summary>
public sealed record Durable(Action<SafeFileHandle> File, Action<string> Folder)
{
    public static Durable Disk { get; } = new(RandomAccess.FlushToDisk, SyncFolder);

    private const int ReadOnly = 0;

    // .NET opens no folder, so the two calls are made to libc. Windows has no such call and needs none: NTFS logs its names.
    private static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Open(path, ReadOnly);
        if (folder < 0)
        {
            throw new IOException($"The folder cannot be opened: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }

        var failed = Fsync(folder) is not 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Close(folder);
        if (failed)
        {
            throw new IOException($"The folder cannot be made durable: {new Win32Exception(error).Message}");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int file);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int file);
}
