using System.Net;
using System.Net.Http.Headers;

namespace Telemed.Tests.Documents.Tus;

/// <summary>A body of which no more comes, and whose line stays open: dead, and nobody knows.</summary>
internal sealed class UnfinishedContent : HttpContent
{
    private readonly byte[] _bytes;

    public UnfinishedContent(byte[] bytes)
    {
        _bytes = bytes;
        Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_bytes, cancellationToken);
        await stream.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
