namespace Telemed.Platform;

// Ids of files: see Ids.cs.

public readonly record struct DocumentId(Guid Value) : ITypedId<DocumentId>
{
    public static DocumentId New() => new(Guid.CreateVersion7());
    public static DocumentId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct DocumentRequestId(Guid Value) : ITypedId<DocumentRequestId>
{
    public static DocumentRequestId New() => new(Guid.CreateVersion7());
    public static DocumentRequestId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct DocumentShowingId(Guid Value) : ITypedId<DocumentShowingId>
{
    public static DocumentShowingId New() => new(Guid.CreateVersion7());
    public static DocumentShowingId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct UploadId(Guid Value) : ITypedId<UploadId>
{
    public static UploadId New() => new(Guid.CreateVersion7());
    public static UploadId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct UploadPartId(Guid Value) : ITypedId<UploadPartId>
{
    public static UploadPartId New() => new(Guid.CreateVersion7());
    public static UploadPartId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct PhoneLinkId(Guid Value) : ITypedId<PhoneLinkId>
{
    public static PhoneLinkId New() => new(Guid.CreateVersion7());
    public static PhoneLinkId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct ShareLinkId(Guid Value) : ITypedId<ShareLinkId>
{
    public static ShareLinkId New() => new(Guid.CreateVersion7());
    public static ShareLinkId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct RetentionRuleId(Guid Value) : ITypedId<RetentionRuleId>
{
    public static RetentionRuleId New() => new(Guid.CreateVersion7());
    public static RetentionRuleId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct LegalHoldId(Guid Value) : ITypedId<LegalHoldId>
{
    public static LegalHoldId New() => new(Guid.CreateVersion7());
    public static LegalHoldId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct ShareOpeningId(Guid Value) : ITypedId<ShareOpeningId>
{
    public static ShareOpeningId New() => new(Guid.CreateVersion7());
    public static ShareOpeningId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct ClinicKeyId(Guid Value) : ITypedId<ClinicKeyId>
{
    public static ClinicKeyId New() => new(Guid.CreateVersion7());
    public static ClinicKeyId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct DocumentReadingId(Guid Value) : ITypedId<DocumentReadingId>
{
    public static DocumentReadingId New() => new(Guid.CreateVersion7());
    public static DocumentReadingId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}
