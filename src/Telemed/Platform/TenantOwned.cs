namespace Telemed.Platform;

/// <summary>
/// A row that belongs to one clinic. Its primary key is (TenantId, Id) and so is every foreign key that points to it:
/// a row cannot point across clinics, and a unique key never tells that another clinic has the same value.
/// </summary>
public interface ITenantOwned
{
    TenantId TenantId { get; }
}
