using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Telemed.Platform;

/// <summary>
/// Every SQLite connection: synchronous=FULL, because NORMAL in WAL loses acknowledged rows at a power cut; foreign keys on,
/// because SQLite leaves them off; a wait instead of an error when another process (a command) writes. Once for each handle of the
/// database: EF opens and closes around every statement, the pool keeps the handles.
/// </summary>
public sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;";

    private static readonly ConditionalWeakTable<object, object> Ready = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => SetUp(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        SetUp(connection);
        return Task.CompletedTask;
    }

    // SQLite's driver knows no asynchronous execution: nothing is lost by not awaiting.
    private static void SetUp(DbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (connection is SqliteConnection { Handle: { } handle } && Ready.TryGetValue(handle, out _))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        if (connection is SqliteConnection { Handle: { } made })
        {
            Ready.AddOrUpdate(made, made);
        }
    }
}
