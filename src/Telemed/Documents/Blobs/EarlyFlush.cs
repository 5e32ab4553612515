namespace Telemed.Documents.Blobs;

/// <summary>
/// Sends a file that grows to the disk part by part while more of it comes, so that little is left to wait for at its end. By itself it promises
/// nothing: the whole file is still asked for then.
/// </summary>
internal sealed class EarlyFlush(Action flush)
{
    /// <summary>Bytes that go together; a smaller file goes at once, at its end.</summary>
    private const long Part = 8 << 20;

    private long _sent;
    private Task _sending = Task.CompletedTask;

    /// <param name="length">Of what is written, in bytes.</param>
    public void Written(long length)
    {
        if (length - _sent >= Part && _sending.IsCompletedSuccessfully)
        {
            _sent = length;
            _sending = Task.Run(flush);
        }
    }

    /// <summary>Waits for the part on its way.</summary>
    /// <exception cref="IOException">A part did not reach the disk. The system says so once: the fsync of the whole file would not say it again.</exception>
    public void Settle() => _sending.GetAwaiter().GetResult();
}
