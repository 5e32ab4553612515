using Microsoft.EntityFrameworkCore;

namespace Telemed.Platform;

/// <summary>
/// The one database context. It knows no slice: configurations are found by assembly scan, and each slice adds its sets
/// as extension properties. One subclass per provider, because migrations belong to a provider.
/// </summary>
public abstract partial class Db(DbContextOptions options, WriterGate gate, Clock clock) : DbContext(options)
{
    /// <summary>The name of the query filter that hides other clinics' rows.</summary>
    public const string TenantFilter = "tenant";

    private readonly List<Func<Task>> _afterCommit = [];

    /// <summary>The clinic whose rows this context sees. None entered: it sees no tenant-owned row at all.</summary>
    public TenantId Tenant { get; private set; }

    /// <summary>For what may be seen until a moment and no longer: the same "now" as everywhere.</summary>
    public NodaTime.Instant Now => clock.Now;

    public bool IsPostgres { get; } = options.Extensions.Any(e => e.GetType().Name.StartsWith("Npgsql", StringComparison.Ordinal));

    /// <summary>Enters a clinic, once: a context never changes clinics, so no row can travel between them.</summary>
    public void Enter(TenantId tenant)
    {
        if (Tenant != default && Tenant != tenant)
        {
            throw new InvalidOperationException("This unit of work already belongs to another clinic.");
        }

        if (Tenant == default && !IsPostgres)
        {
            // Kept for the whole unit of work: left to itself, EF opens one anew for every statement, which under load cost half as much again as the statements.
            Database.OpenConnection();
        }

        Tenant = tenant;
    }

    /// <summary>Gives its connection back before something that may last for hours; what is asked afterwards opens one for itself.</summary>
    public void Rest() => Database.CloseConnection();

    /// <summary>
    /// The one opening in the wall between clinics: sign-in, link redemption, outbox and recovery must find a row before they
    /// know its clinic. Every caller is pinned by a test.
    /// </summary>
    /// <param name="reason">Why this read cannot know its clinic; a sentence for the reader of the code.</param>
    public IQueryable<T> AcrossTenants<T>(string reason) where T : class, ITenantOwned
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
#pragma warning disable RS0030 // the one place that may
        return Set<T>().IgnoreQueryFilters([TenantFilter]);
#pragma warning restore RS0030
    }

    /// <summary>Runs after the current transaction has committed, or at once when there is none: pushes to open pages, wake-ups.</summary>
    public async Task AfterCommit(Func<Task> work)
    {
        if (Database.CurrentTransaction is null)
        {
            await work();
            return;
        }

        _afterCommit.Add(work);
    }

    /// <summary>
    /// One transaction that writes. On SQLite the writers queue at a fair gate first and then BEGIN IMMEDIATE; the bare lock
    /// would let them poll and starve for seconds. Anything thrown rolls back and forgets what was tracked.
    /// </summary>
    public async Task<T> InTransaction<T>(Func<Task<T>> work, CancellationToken cancel = default)
    {
        if (Database.CurrentTransaction is not null)
        {
            return await work();
        }

        T result;
        using (await gate.Enter(IsPostgres, cancel))
        {
            await using var transaction = await Database.BeginTransactionAsync(cancel);
            try
            {
                result = await work();
                await SaveChangesAsync(cancel);
                await transaction.CommitAsync(CancellationToken.None);
            }
            catch
            {
                ChangeTracker.Clear();
                _afterCommit.Clear();
                throw;
            }
        }

        await RunAfterCommit();
        return result;
    }

    /// <inheritdoc cref="InTransaction{T}"/>
    public Task InTransaction(Func<Task> work, CancellationToken cancel = default) =>
        InTransaction(async () => { await work(); return true; }, cancel);

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RefuseForeignRows();
        if (Database.CurrentTransaction is not null)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        using (await gate.Enter(IsPostgres, cancellationToken))
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
    }

    private async Task RunAfterCommit()
    {
        var due = _afterCommit.ToArray();
        _afterCommit.Clear();
        foreach (var work in due)
        {
            await work();
        }
    }

    private void RefuseForeignRows()
    {
        foreach (var entry in ChangeTracker.Entries<ITenantOwned>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && entry.Entity.TenantId != Tenant)
            {
                throw new InvalidOperationException($"A {entry.Metadata.DisplayName()} of another clinic cannot be written here.");
            }
        }
    }
}

public sealed class SqliteDb(DbContextOptions<SqliteDb> options, WriterGate gate, Clock clock) : Db(options, gate, clock);

public sealed class PostgresDb(DbContextOptions<PostgresDb> options, WriterGate gate, Clock clock) : Db(options, gate, clock);
