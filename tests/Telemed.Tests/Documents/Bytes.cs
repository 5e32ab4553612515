using System.Net;
using System.Security.Cryptography;

namespace Telemed.Tests.Documents;

/// <summary>A text of any length, made while it is sent; may act in the middle, and watches the memory of the process meanwhile.</summary>
internal sealed class Bytes(long length, bool announce) : HttpContent
{
    public Func<Task>? AfterHalf { get; init; }

    public long MostMemory { get; private set; }

    public byte[] Sha256 { get; private set; } = [];

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[50_000];
        Array.Fill(block, (byte)'a');
        for (long sent = 0; sent < length; sent += block.Length)
        {
            if (AfterHalf is not null && sent >= length / 2)
            {
                await AfterHalf();
            }

            var part = block.AsMemory(0, (int)Math.Min(block.Length, length - sent));
            hash.AppendData(part.Span);
            await stream.WriteAsync(part);
            MostMemory = sent % 10_000_000 == 0 ? Math.Max(MostMemory, Held()) : MostMemory;
        }

        Sha256 = hash.GetHashAndReset();
    }

    /// <summary>After one collection: forcing it through GetTotalMemory collects up to twenty times, until nothing changes any more.</summary>
    private static long Held()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return announce;
    }
}
