using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Platform;

[assembly: HostingStartup(typeof(Telemed.Tests.Durability.CarelessSender))]

namespace Telemed.Tests.Durability;

/// <summary>Seeds one of the two defects below into the outbox of a server in a process of its own, in the statement that claims a delivery.</summary>
public sealed partial class CarelessSender : IHostingStartup
{
    public void Configure(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        DbCommandInterceptor? defect = Environment.GetEnvironmentVariable(AnswerBeforeCommit.Switch) switch
        {
            nameof(RecordsBeforeSending) => new RecordsBeforeSending(),
            nameof(ClaimsTwice) => new ClaimsTwice(),
            _ => null,
        };
        if (defect is not null)
        {
            builder.ConfigureServices(services =>
            {
                services.ConfigureDbContext<SqliteDb>(db => db.AddInterceptors(defect));
                services.ConfigureDbContext<PostgresDb>(db => db.AddInterceptors(defect));
            });
        }
    }

    [GeneratedRegex("""SET ("?next_try_at"? = (@\w+)),\s*(?="?tries)""")]
    internal static partial Regex Claim();
}

/// <summary>The seeded defect: a mail is noted as sent when it is taken.</summary>
internal sealed class RecordsBeforeSending : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        command.CommandText = CarelessSender.Claim().Replace(command.CommandText, "SET sent_at = $2, $1, ");
        return ValueTask.FromResult(result);
    }
}

/// <summary>The seeded defect: whoever claims a delivery that another has believes to have it.</summary>
internal sealed class ClaimsTwice : DbCommandInterceptor
{
    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(CarelessSender.Claim().IsMatch(command.CommandText) ? 1 : result);
}
