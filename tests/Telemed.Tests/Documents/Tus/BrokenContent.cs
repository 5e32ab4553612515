using System.Net;
using System.Net.Http.Headers;

namespace Telemed.Tests.Documents.Tus;

/// <summary>A body that promises more and breaks off, or says nothing more and stays: a line that is dead and nobody knows.</summary>
internal sealed class BrokenContent : HttpContent
{
    private readonly byte[] _bytes;
    private readonly bool _silent;
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BrokenContent(byte[] bytes, bool silent = false)
    {
        (_bytes, _silent) = (bytes, silent);
        Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
    }

    /// <summary>What there is of it is on its way.</summary>
    public Task Sent => _sent.Task;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_bytes, cancellationToken);
        await stream.FlushAsync(cancellationToken);
        _sent.TrySetResult();
        if (_silent)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        throw new IOException("The line broke.");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
