namespace Telemed.Platform;

// All typed ids live here, those of the record in RecordIds.cs and those of files in DocumentIds.cs, so that a slice may name a thing of another slice without knowing it.

public readonly record struct TenantId(Guid Value) : ITypedId<TenantId>
{
    public static TenantId New() => new(Guid.CreateVersion7());
    public static TenantId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct AccountId(Guid Value) : ITypedId<AccountId>
{
    public static AccountId New() => new(Guid.CreateVersion7());
    public static AccountId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct MembershipId(Guid Value) : ITypedId<MembershipId>
{
    public static MembershipId New() => new(Guid.CreateVersion7());
    public static MembershipId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct SessionId(Guid Value) : ITypedId<SessionId>
{
    public static SessionId New() => new(Guid.CreateVersion7());
    public static SessionId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct EmailCodeId(Guid Value) : ITypedId<EmailCodeId>
{
    public static EmailCodeId New() => new(Guid.CreateVersion7());
    public static EmailCodeId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct AuditEventId(Guid Value) : ITypedId<AuditEventId>
{
    public static AuditEventId New() => new(Guid.CreateVersion7());
    public static AuditEventId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct NotificationId(Guid Value) : ITypedId<NotificationId>
{
    public static NotificationId New() => new(Guid.CreateVersion7());
    public static NotificationId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct DeliveryId(Guid Value) : ITypedId<DeliveryId>
{
    public static DeliveryId New() => new(Guid.CreateVersion7());
    public static DeliveryId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct PatientId(Guid Value) : ITypedId<PatientId>
{
    public static PatientId New() => new(Guid.CreateVersion7());
    public static PatientId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct PractitionerId(Guid Value) : ITypedId<PractitionerId>
{
    public static PractitionerId New() => new(Guid.CreateVersion7());
    public static PractitionerId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct CareRelationId(Guid Value) : ITypedId<CareRelationId>
{
    public static CareRelationId New() => new(Guid.CreateVersion7());
    public static CareRelationId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct IdentityVersionId(Guid Value) : ITypedId<IdentityVersionId>
{
    public static IdentityVersionId New() => new(Guid.CreateVersion7());
    public static IdentityVersionId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct PatientMergeId(Guid Value) : ITypedId<PatientMergeId>
{
    public static PatientMergeId New() => new(Guid.CreateVersion7());
    public static PatientMergeId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct AppointmentId(Guid Value) : ITypedId<AppointmentId>
{
    public static AppointmentId New() => new(Guid.CreateVersion7());
    public static AppointmentId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct AppointmentMoveId(Guid Value) : ITypedId<AppointmentMoveId>
{
    public static AppointmentMoveId New() => new(Guid.CreateVersion7());
    public static AppointmentMoveId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct VisitTypeId(Guid Value) : ITypedId<VisitTypeId>
{
    public static VisitTypeId New() => new(Guid.CreateVersion7());
    public static VisitTypeId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct OutsideCalendarId(Guid Value) : ITypedId<OutsideCalendarId>
{
    public static OutsideCalendarId New() => new(Guid.CreateVersion7());
    public static OutsideCalendarId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct OfferedVisitId(Guid Value) : ITypedId<OfferedVisitId>
{
    public static OfferedVisitId New() => new(Guid.CreateVersion7());
    public static OfferedVisitId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct HoursPeriodId(Guid Value) : ITypedId<HoursPeriodId>
{
    public static HoursPeriodId New() => new(Guid.CreateVersion7());
    public static HoursPeriodId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct HoursChangeId(Guid Value) : ITypedId<HoursChangeId>
{
    public static HoursChangeId New() => new(Guid.CreateVersion7());
    public static HoursChangeId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct BookingPolicyId(Guid Value) : ITypedId<BookingPolicyId>
{
    public static BookingPolicyId New() => new(Guid.CreateVersion7());
    public static BookingPolicyId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct BusyTimeId(Guid Value) : ITypedId<BusyTimeId>
{
    public static BusyTimeId New() => new(Guid.CreateVersion7());
    public static BusyTimeId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct EarlierWishId(Guid Value) : ITypedId<EarlierWishId>
{
    public static EarlierWishId New() => new(Guid.CreateVersion7());
    public static EarlierWishId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct EarlierOfferId(Guid Value) : ITypedId<EarlierOfferId>
{
    public static EarlierOfferId New() => new(Guid.CreateVersion7());
    public static EarlierOfferId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct EncounterId(Guid Value) : ITypedId<EncounterId>
{
    public static EncounterId New() => new(Guid.CreateVersion7());
    public static EncounterId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct ParticipantId(Guid Value) : ITypedId<ParticipantId>
{
    public static ParticipantId New() => new(Guid.CreateVersion7());
    public static ParticipantId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct RoomEventId(Guid Value) : ITypedId<RoomEventId>
{
    public static RoomEventId New() => new(Guid.CreateVersion7());
    public static RoomEventId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct LiveRoomId(Guid Value) : ITypedId<LiveRoomId>
{
    public static LiveRoomId New() => new(Guid.CreateVersion7());
    public static LiveRoomId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct ClosureId(Guid Value) : ITypedId<ClosureId>
{
    public static ClosureId New() => new(Guid.CreateVersion7());
    public static ClosureId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct VisitSummaryId(Guid Value) : ITypedId<VisitSummaryId>
{
    public static VisitSummaryId New() => new(Guid.CreateVersion7());
    public static VisitSummaryId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct VisitRatingId(Guid Value) : ITypedId<VisitRatingId>
{
    public static VisitRatingId New() => new(Guid.CreateVersion7());
    public static VisitRatingId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct IncidentId(Guid Value) : ITypedId<IncidentId>
{
    public static IncidentId New() => new(Guid.CreateVersion7());
    public static IncidentId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct QualityMinuteId(Guid Value) : ITypedId<QualityMinuteId>
{
    public static QualityMinuteId New() => new(Guid.CreateVersion7());
    public static QualityMinuteId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct ChatMessageId(Guid Value) : ITypedId<ChatMessageId>
{
    public static ChatMessageId New() => new(Guid.CreateVersion7());
    public static ChatMessageId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct MagicLinkId(Guid Value) : ITypedId<MagicLinkId>
{
    public static MagicLinkId New() => new(Guid.CreateVersion7());
    public static MagicLinkId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct VisitBrowserId(Guid Value) : ITypedId<VisitBrowserId>
{
    public static VisitBrowserId New() => new(Guid.CreateVersion7());
    public static VisitBrowserId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct ContinuationCodeId(Guid Value) : ITypedId<ContinuationCodeId>
{
    public static ContinuationCodeId New() => new(Guid.CreateVersion7());
    public static ContinuationCodeId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct ReminderChoiceId(Guid Value) : ITypedId<ReminderChoiceId>
{
    public static ReminderChoiceId New() => new(Guid.CreateVersion7());
    public static ReminderChoiceId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct RefusalId(Guid Value) : ITypedId<RefusalId>
{
    public static RefusalId New() => new(Guid.CreateVersion7());
    public static RefusalId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct NewcomerId(Guid Value) : ITypedId<NewcomerId>
{
    public static NewcomerId New() => new(Guid.CreateVersion7());
    public static NewcomerId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct TimeChangeId(Guid Value) : ITypedId<TimeChangeId>
{
    public static TimeChangeId New() => new(Guid.CreateVersion7());
    public static TimeChangeId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

public readonly record struct CalendarFeedId(Guid Value) : ITypedId<CalendarFeedId>
{
    public static CalendarFeedId New() => new(Guid.CreateVersion7());
    public static CalendarFeedId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}
