using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Telemed.Tests.Testing;

/// <summary>Every request to this app comes from an address of its own, so that limits per address do not hide what is tested.</summary>
public class ManyAddresses : TelemedApp
{
    private static int _last;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new AnyAddress()));
    }

    private sealed class AnyAddress : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.Connection.RemoteIpAddress = new IPAddress(BitConverter.GetBytes(Interlocked.Increment(ref _last) | 0x0A000000));
                return rest(context);
            });
            next(app);
        };
    }
}
