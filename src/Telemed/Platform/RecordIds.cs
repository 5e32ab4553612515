namespace Telemed.Platform;

// The ids of what is written in a patient's record: see Ids.cs.

public readonly record struct ConsentId(Guid Value) : ITypedId<ConsentId>
{
    public static ConsentId New() => new(Guid.CreateVersion7());
    public static ConsentId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct BreakGlassId(Guid Value) : ITypedId<BreakGlassId>
{
    public static BreakGlassId New() => new(Guid.CreateVersion7());
    public static BreakGlassId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct NoteRemarkId(Guid Value) : ITypedId<NoteRemarkId>
{
    public static NoteRemarkId New() => new(Guid.CreateVersion7());
    public static NoteRemarkId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct MomentId(Guid Value) : ITypedId<MomentId>
{
    public static MomentId New() => new(Guid.CreateVersion7());
    public static MomentId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct SoapNoteId(Guid Value) : ITypedId<SoapNoteId>
{
    public static SoapNoteId New() => new(Guid.CreateVersion7());
    public static SoapNoteId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct SoapNoteVersionId(Guid Value) : ITypedId<SoapNoteVersionId>
{
    public static SoapNoteVersionId New() => new(Guid.CreateVersion7());
    public static SoapNoteVersionId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct NoteTemplateId(Guid Value) : ITypedId<NoteTemplateId>
{
    public static NoteTemplateId New() => new(Guid.CreateVersion7());
    public static NoteTemplateId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct ListEntryId(Guid Value) : ITypedId<ListEntryId>
{
    public static ListEntryId New() => new(Guid.CreateVersion7());
    public static ListEntryId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct ListEntryVersionId(Guid Value) : ITypedId<ListEntryVersionId>
{
    public static ListEntryVersionId New() => new(Guid.CreateVersion7());
    public static ListEntryVersionId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct DiagnosisCodeId(Guid Value) : ITypedId<DiagnosisCodeId>
{
    public static DiagnosisCodeId New() => new(Guid.CreateVersion7());
    public static DiagnosisCodeId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct ObservationId(Guid Value) : ITypedId<ObservationId>
{
    public static ObservationId New() => new(Guid.CreateVersion7());
    public static ObservationId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct MonitoringId(Guid Value) : ITypedId<MonitoringId>
{
    public static MonitoringId New() => new(Guid.CreateVersion7());
    public static MonitoringId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct SearchEntryId(Guid Value) : ITypedId<SearchEntryId>
{
    public static SearchEntryId New() => new(Guid.CreateVersion7());
    public static SearchEntryId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct SearchWordId(Guid Value) : ITypedId<SearchWordId>
{
    public static SearchWordId New() => new(Guid.CreateVersion7());
    public static SearchWordId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}
