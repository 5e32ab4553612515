using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telemed.Platform.Security;

namespace Telemed.Tests.Scheduling.Outside;

/// <summary>A server of somebody else's, on this machine: answers as the test says.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private int _asked;

    private FileServer(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.First());

    /// <summary>Requests so far.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public RequestDelegate Answer { get; set; } = context =>
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    };

    /// <summary>Gives this file from now on.</summary>
    public void Gives(string calendar) => Answer = context => context.Response.WriteAsync(calendar);

    public static async Task<FileServer> Start(OwnCertificate? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate.Certificate);
            }
        }));
        FileServer? server = null;
        var application = builder.Build();
        server = new FileServer(application);
        application.Run(context =>
        {
            Interlocked.Increment(ref server._asked);
            return server.Answer(context);
        });
        await application.StartAsync();
        return server;
    }

    /// <summary>An internet that is this machine, whatever a name says; everything else is refused as it would be.</summary>
    public static OpenWeb Internet(TimeSpan? patience = null) => new(
        address => address.Equals(IPAddress.Loopback) || !InnerNetworks.Has(address),
        (name, cancel) => name == "calendar.example" ? Task.FromResult<IPAddress[]>([IPAddress.Loopback]) : Dns.GetHostAddressesAsync(name, cancel),
        plain: true, patience ?? TimeSpan.FromSeconds(10));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
