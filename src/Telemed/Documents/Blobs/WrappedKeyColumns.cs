using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Telemed.Documents.Blobs;

internal static class WrappedKeyColumns
{
    /// <summary>How a wrapped key lies in every row that has one.</summary>
    public static void Lie(ComplexPropertyBuilder key)
    {
        key.Property<string>(nameof(WrappedKey.By)).HasColumnName("key_by").HasMaxLength(32);
        key.Property<byte[]>(nameof(WrappedKey.Bytes)).HasColumnName("key_bytes").HasMaxLength(WrappedKey.Length);
    }
}
