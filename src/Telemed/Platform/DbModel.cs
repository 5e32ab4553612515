using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;

namespace Telemed.Platform;

// How every table is made, whatever its slice: ids, instants, keys, foreign keys and the filter between clinics.
public abstract partial class Db
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        foreach (var id in TypedIds())
        {
            configurationBuilder.Properties(id).HaveConversion(typeof(TypedIdConverter<>).MakeGenericType(id), typeof(PlainComparer<>).MakeGenericType(id));
        }

        foreach (var choice in typeof(Db).Assembly.GetTypes().Where(t => t.IsEnum && !t.ContainsGenericParameters))
        {
            configurationBuilder.Properties(choice).HaveConversion(typeof(string), typeof(PlainComparer<>).MakeGenericType(choice)).HaveMaxLength(40);
        }

        // SQLite has no instant and cannot compare DateTimeOffset: whole milliseconds since 1970 sort and compare as they should.
        configurationBuilder.Properties<Instant>().HaveConversion(IsPostgres ? typeof(InstantAsTimestamp) : typeof(InstantAsMilliseconds));
        configurationBuilder.Properties<LocalDate>().HaveConversion<LocalDateAsDateOnly>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(Db).Assembly);
        var entities = modelBuilder.Model.GetEntityTypes().Where(e => !e.IsOwned()).ToList();
        foreach (var entity in entities.Where(IsTenantOwned))
        {
            modelBuilder.Entity(entity.ClrType).HasKey(nameof(ITenantOwned.TenantId), "Id");
            modelBuilder.Entity(entity.ClrType).HasQueryFilter(TenantFilter, OwnTenantOnly(entity.ClrType));
        }

        var owners = entities.ToDictionary(e => e.FindProperty("Id")!.ClrType, e => e);
        foreach (var entity in entities)
        {
            PointWithinTheClinic(modelBuilder, entity, owners);
        }

        foreach (var entity in entities)
        {
            entity.SetTableName(Plural(SnakeCase(entity.ClrType.Name)));
            entity.SetAnnotation(SchemaPart.Checks, entity.GetCheckConstraints().Select(c => c.Name ?? c.ModelName).ToArray());
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    private static bool IsTenantOwned(IReadOnlyTypeBase entity) => typeof(ITenantOwned).IsAssignableFrom(entity.ClrType);

    /// <summary>A property of type FooId is a foreign key to Foo; between tenant-owned rows the key carries the clinic.</summary>
    private static void PointWithinTheClinic(ModelBuilder modelBuilder, IMutableEntityType entity, Dictionary<Type, IMutableEntityType> owners)
    {
        foreach (var property in entity.GetProperties().ToList())
        {
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (property.Name == "Id" || !owners.TryGetValue(type, out var owner))
            {
                continue;
            }

            string[] key = IsTenantOwned(owner) ? [nameof(ITenantOwned.TenantId), property.Name] : [property.Name];
            modelBuilder.Entity(entity.ClrType).HasOne(owner.ClrType).WithMany().HasForeignKey(key)
                .OnDelete(DeleteBehavior.Restrict);
        }
    }

    private LambdaExpression OwnTenantOnly(Type entity)
    {
        var row = Expression.Parameter(entity, "row");
        var own = Expression.Property(Expression.Constant(this, typeof(Db)), nameof(Tenant));
        return Expression.Lambda(Expression.Equal(Expression.Property(row, nameof(ITenantOwned.TenantId)), own), row);
    }

    private static IEnumerable<Type> TypedIds() => typeof(Db).Assembly.GetTypes().Where(t => t.IsValueType
        && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>)));

    private static string Plural(string name) => name is [.., not ('a' or 'e' or 'o'), 'y'] ? name[..^1] + "ies" : name.EndsWith("sh", StringComparison.Ordinal) || name.EndsWith("ss", StringComparison.Ordinal) ? name + "es" : name + "s";

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}

public sealed class InstantAsMilliseconds() : ValueConverter<Instant, long>(
    instant => instant.ToUnixTimeMilliseconds(), value => Instant.FromUnixTimeMilliseconds(value));

public sealed class InstantAsTimestamp() : ValueConverter<Instant, DateTime>(
    instant => instant.ToDateTimeUtc(), value => Instant.FromDateTimeUtc(DateTime.SpecifyKind(value, DateTimeKind.Utc)));

public sealed class LocalDateAsDateOnly() : ValueConverter<LocalDate, DateOnly>(
    date => date.ToDateOnly(), value => LocalDate.FromDateOnly(value));
