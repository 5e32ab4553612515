using Telemed.Platform;
using NodaTime;

namespace Telemed.Notifications;

/// <summary>Telling people: rows in the current unit of work, so that they commit with what they tell, or not at all.</summary>
public static class Notices
{
    extension(Db db)
    {
        /// <summary>Puts a line under somebody's bell.</summary>
        public void Tell(AccountId to, NotificationKind kind, Instant now, AppointmentId? appointment = null,
            EncounterId? encounter = null, DocumentId? document = null, PatientId? patient = null) =>
            db.Notifications.Add(new Notification
            {
                TenantId = db.Tenant, Id = NotificationId.New(), AccountId = to, Kind = kind, At = now, AppointmentId = appointment?.Value,
                EncounterId = encounter?.Value, DocumentId = document?.Value, PatientId = patient?.Value,
            });

        /// <summary>Queues a mail to a patient on file, with an account or without.</summary>
        /// <param name="subject">What it is about; the letter of this kind knows which sort of id it is.</param>
        /// <param name="due">Not before; null: at once.</param>
        public void Mail(PatientId to, NotificationKind kind, Guid subject, Instant now, Instant? due = null) =>
            db.Deliveries.Add(new Delivery
            {
                TenantId = db.Tenant, Id = DeliveryId.New(), Kind = kind, ToPatientId = to.Value, SubjectId = subject, CreatedAt = now,
                DueAt = due, NextTryAt = due ?? now,
            });

        /// <summary>Queues a mail to a guest of a visit, who is on file nowhere else.</summary>
        public void Mail(ParticipantId to, NotificationKind kind, Guid subject, Instant now) =>
            db.Deliveries.Add(new Delivery
            {
                TenantId = db.Tenant, Id = DeliveryId.New(), Kind = kind, ToParticipantId = to.Value, SubjectId = subject, CreatedAt = now, NextTryAt = now,
            });

        /// <summary>Queues a mail to somebody who is not on file yet.</summary>
        public void Mail(NewcomerId to, NotificationKind kind, Guid subject, Instant now) =>
            db.Deliveries.Add(new Delivery
            {
                TenantId = db.Tenant, Id = DeliveryId.New(), Kind = kind, ToNewcomerId = to.Value, SubjectId = subject, CreatedAt = now, NextTryAt = now,
            });

        /// <summary>Queues a mail to an account.</summary>
        public void Mail(AccountId to, NotificationKind kind, Guid subject, Instant now) =>
            db.Deliveries.Add(new Delivery
            {
                TenantId = db.Tenant, Id = DeliveryId.New(), Kind = kind, ToAccountId = to.Value, SubjectId = subject, CreatedAt = now, NextTryAt = now,
            });
    }
}
