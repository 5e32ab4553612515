using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Platform;

[assembly: HostingStartup(typeof(Telemed.Tests.Durability.AnswerBeforeCommit))]

namespace Telemed.Tests.Durability;

/// <summary>
/// The seeded defect: note saves are answered before they are committed. It lives here, beside the product, and is run in the
/// server's process by the name of this assembly: a first pass makes the answer and commits nothing, the real one follows.
/// </summary>
public sealed class AnswerBeforeCommit : IHostingStartup, IStartupFilter
{
    /// <summary>Set for the server's process that is to have the defect; the tests' own hosts load this assembly too.</summary>
    public const string Switch = "TELEMED_SEEDED_DEFECT";

    /// <summary>How late the commit is.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(150);

    private const string RealPass = "X-Real-Pass";
    private static readonly HttpClient Again = new(new SocketsHttpHandler { UseCookies = false });

    public void Configure(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (Environment.GetEnvironmentVariable(Switch) != nameof(AnswerBeforeCommit))
        {
            return;
        }

        builder.ConfigureServices(services =>
        {
            services.AddSingleton<IStartupFilter>(this);
            services.ConfigureDbContext<SqliteDb>(db => db.AddInterceptors(new NoCommit()));
            services.ConfigureDbContext<PostgresDb>(db => db.AddInterceptors(new NoCommit()));
        });
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            if (!HttpMethods.IsPut(context.Request.Method) || !context.Request.Path.Value!.EndsWith("/note", StringComparison.Ordinal)
                || context.Request.Headers.ContainsKey(RealPass))
            {
                await rest(context);
                return;
            }

            context.Request.EnableBuffering();
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            context.Request.Body.Position = 0;
            var real = Repeat(context.Request, body.ToArray());
            NoCommit.Pretend.Value = true;
            await rest(context);
            NoCommit.Pretend.Value = false;
            _ = Task.Run(async () =>
            {
                await Task.Delay(Late);
                using (real)
                {
                    await Again.SendAsync(real);
                }
            });
        });
        next(app);
    };

    private static HttpRequestMessage Repeat(HttpRequest request, byte[] body)
    {
        var repeated = new HttpRequestMessage(HttpMethod.Put, $"{request.Scheme}://{request.Host}{request.Path}") { Content = new ByteArrayContent(body) };
        repeated.Content.Headers.Add("Content-Type", "application/json");
        repeated.Headers.Add("Cookie", request.Headers.Cookie.ToString());
        repeated.Headers.Add("Sec-Fetch-Site", "same-origin");
        repeated.Headers.Add(RealPass, "1");
        return repeated;
    }

    /// <summary>Lets the product believe that it committed.</summary>
    private sealed class NoCommit : DbTransactionInterceptor
    {
        public static readonly AsyncLocal<bool> Pretend = new();

        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData,
            InterceptionResult result, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(transaction);
            if (!Pretend.Value)
            {
                return result;
            }

            // Said outright: a transaction that is only dropped keeps its lock on SQLite.
            await transaction.RollbackAsync(cancellationToken);
            return InterceptionResult.Suppress();
        }
    }
}
