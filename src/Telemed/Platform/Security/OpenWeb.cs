using System.Net;
using System.Net.Sockets;

namespace Telemed.Platform.Security;

/// <summary>What came of reading an address of the internet.</summary>
public abstract record WebAnswer
{
    private WebAnswer() { }

    public sealed record Read(byte[] Body) : WebAnswer;

    /// <summary>It leads into a network that is not the internet, or is not https. Nothing was asked there.</summary>
    public sealed record NotPublic : WebAnswer;

    /// <summary>Nobody there, no trusted certificate, another answer than the file, or sent on too often.</summary>
    public sealed record Unreachable : WebAnswer;

    public sealed record TooSlow : WebAnswer;

    public sealed record TooLarge : WebAnswer;
}

/// <summary>
/// Reads what lies at an https address that somebody typed. Where a name leads to is looked at when the connection is made, each time anew, and
/// the connection goes to that very address: a name that first leads to the internet and then into the clinic gains nothing.
/// </summary>
public sealed class OpenWeb : IDisposable
{
    private const int MostRedirects = 3;

    private readonly HttpClient _client;
    private readonly Func<IPAddress, bool> _admits;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly bool _plain;
    private readonly TimeSpan _patience;

    public OpenWeb() : this(address => !InnerNetworks.Has(address), Dns.GetHostAddressesAsync, plain: false, TimeSpan.FromSeconds(10)) { }

    /// <summary>For tests, whose internet is this machine.</summary>
    internal OpenWeb(Func<IPAddress, bool> admits, Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool plain, TimeSpan patience)
    {
        (_admits, _resolve, _plain, _patience) = (admits, resolve, plain, patience);
        // No proxy: it would make the connection in our place, to wherever. No decompression: what is read is as large as what was sent.
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None, ConnectCallback = Connect,
            MaxResponseHeadersLength = 32, MaxResponseDrainSize = 0, PooledConnectionLifetime = TimeSpan.Zero,
        });
    }

    /// <summary>Whether the address may be asked at all, before anybody knows where it leads.</summary>
    public bool IsPossible(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (_plain && address.Scheme == Uri.UriSchemeHttp)) && address.UserInfo.Length == 0;
    }

    /// <param name="most">Bytes.</param>
    public async Task<WebAnswer> Read(Uri address, int most, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(_patience);
        try
        {
            return await Follow(address, most, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new WebAnswer.TooSlow();
        }
        catch (HttpRequestException failed)
        {
            return failed.InnerException is LeadsInside ? new WebAnswer.NotPublic() : new WebAnswer.Unreachable();
        }
        catch (IOException)
        {
            return new WebAnswer.Unreachable();
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<WebAnswer> Follow(Uri address, int most, CancellationToken cancel)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            if (!IsPossible(address))
            {
                return new WebAnswer.NotPublic();
            }

            using var answer = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancel);
            if ((int)answer.StatusCode is 301 or 302 or 303 or 307 or 308 && answer.Headers.Location is { } next)
            {
                address = new Uri(address, next);
                continue;
            }

            return answer.StatusCode is HttpStatusCode.OK ? await Body(answer.Content, most, cancel) : new WebAnswer.Unreachable();
        }

        return new WebAnswer.Unreachable();
    }

    private static async Task<WebAnswer> Body(HttpContent content, int most, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > most)
        {
            return new WebAnswer.TooLarge();
        }

        await using var stream = await content.ReadAsStreamAsync(cancel);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (body.Length + read > most)
            {
                return new WebAnswer.TooLarge();
            }

            body.Write(buffer, 0, read);
        }

        return new WebAnswer.Read(body.ToArray());
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(context.DnsEndPoint.Host, out var itself) ? [itself] : await _resolve(context.DnsEndPoint.Host, cancel);
        if (!Array.TrueForAll(addresses, address => _admits(address)))
        {
            throw new LeadsInside();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The only way out of the connecting is to throw.</summary>
    private sealed class LeadsInside : IOException;
}
