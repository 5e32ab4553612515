using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Telemed.Platform;

/// <summary>
/// Two values of a small struct or enum are the same when they say so themselves. What EF Core would put in its place it makes by
/// reflection for every type, some hundred and twenty of them, at each start.
/// </summary>
public sealed class PlainComparer<T>() : ValueComparer<T>((left, right) => Same(left, right), value => Hash(value), value => value) where T : struct
{
    private static bool Same(T left, T right) => EqualityComparer<T>.Default.Equals(left, right);

    private static int Hash(T value) => value.GetHashCode();
}
