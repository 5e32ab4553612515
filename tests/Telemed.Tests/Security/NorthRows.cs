using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Chatting;
using Telemed.Documents;
using Telemed.Documents.Asking;
using Telemed.Documents.Colleagues;
using Telemed.Documents.Outside;
using Telemed.Documents.Phones;
using Telemed.Documents.Uploads;
using Telemed.Documents.Blobs;
using Telemed.Notifications;
using Telemed.People;
using Telemed.People.Identity;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Lists;
using Telemed.Records.Observing;
using Telemed.Scheduling;
using Telemed.Scheduling.Earlier;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Tests.Security;

/// <summary>One of everything that a route can name: of Bob, who is Alice's patient at North. What they say holds words that nobody else may read.</summary>
internal static class NorthRows
{
    private static int _made;

    /// <summary>New rows; their ids by the names that parameters of routes have.</summary>
    public static Task<Dictionary<string, Guid>> IdsOfNorth(this TelemedApp app) => app.InClinic(app.Cast.North, async db =>
    {
        var (alice, bob, now) = (app.Cast.Alice, app.Cast.Bob.Patient!.Value, app.Now);
        var starts = now + Duration.FromDays(1) + Duration.FromMinutes(30 * Interlocked.Increment(ref _made));
        var ids = new Dictionary<string, Guid>
        {
            ["patientid"] = bob.Value, ["other"] = app.Cast.Eva.Value, ["sessionid"] = SessionId.New().Value, ["emailid"] = Guid.CreateVersion7(), ["token"] = Guid.CreateVersion7(),
            // A clinic that has not opened its public page has none; what an open one shows: OnlineBookingTests.
            ["slug"] = Guid.CreateVersion7(),
        };
        var appointment = new Appointment
        {
            TenantId = db.Tenant, Id = AppointmentId.New(), PatientId = bob, PractitionerId = alice.Practitioner!.Value, StartsAt = starts,
            EndsAt = starts + Duration.FromMinutes(15), Reason = "canary-reason", Modality = Modality.Video, Status = AppointmentStatus.Booked,
            CreatedAt = now, BookedBy = alice.Account,
        };
        db.Add(appointment);
        ids["appointmentid"] = appointment.Id.Value;
        db.Visit(ids, alice, bob, now, appointment.Id);
        db.RecordOf(ids, alice, bob, now);
        db.Wish(ids, app.Cast, now, starts);
        var notification = new Notification { TenantId = db.Tenant, Id = NotificationId.New(), AccountId = alice.Account, Kind = NotificationKind.PatientWaiting, At = now };
        db.Add(notification);
        ids["notificationid"] = notification.Id.Value;
        db.Arriving(ids, alice, app.Cast.Dan, bob, now);
        ids["instantid"] = (await db.UnderWay(alice, bob, now)).Value;
        ids["mergedid"] = (await db.Within(alice, bob, now)).Value;
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var place = app.Services.GetRequiredService<BlobStore>().PathOf(ids["documentid"].ToString());
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        await File.WriteAllTextAsync(place, "canary-file", TestContext.Current.CancellationToken);
        return ids;
    });

    /// <summary>A file on its way, and a phone that may send others.</summary>
    private static void Arriving(this Db db, Dictionary<string, Guid> ids, Person alice, Person dan, PatientId bob, Instant now)
    {
        var upload = new Upload
        {
            TenantId = db.Tenant, Id = UploadId.New(), PatientId = bob, Kind = DocumentKind.Other, FileName = "canary-file.txt", Changed = null, Metadata = "", Length = 10, AddedBy = alice.Account,
            AddedAs = Role.Practitioner, PractitionerId = alice.Practitioner, StartedAt = now, ExpiresAt = now + Duration.FromHours(24),
        };
        var phone = new PhoneLink
        {
            TenantId = db.Tenant, Id = PhoneLinkId.New(), PatientId = bob, AccountId = alice.Account, As = Role.Practitioner, PractitionerId = alice.Practitioner, MadeAt = now,
            TokenHash = Guid.CreateVersion7().ToByteArray(), EndsAt = now + Duration.FromHours(1),
        };
        var piece = new UploadPart
        {
            TenantId = db.Tenant, Id = UploadPartId.New(), UploadId = upload.Id, Start = 0, Length = 1, Blob = $"{ids["documentid"]}-piece", Key = new WrappedKey(new string('0', 32), new byte[WrappedKey.Length]),
        };
        var outside = new ShareLink
        {
            TenantId = db.Tenant, Id = ShareLinkId.New(), DocumentId = new DocumentId(ids["documentid"]), PatientId = bob, For = "canary", TokenHash = Guid.CreateVersion7().ToByteArray(), PasswordHash = new byte[48],
            MadeBy = alice.Account, MadeAt = now, EndsAt = now + Duration.FromDays(7),
        };
        var asked = new DocumentRequest
        {
            TenantId = db.Tenant, Id = DocumentRequestId.New(), PatientId = bob, Kind = DocumentKind.LabResult, Wording = "canary-file that is wanted", WantedBy = null, AskedBy = alice.Account, AskedAt = now,
        };
        // Taken back already: one that holds would let a colleague read what the tables say he may not.
        var shown = new DocumentShowing
        {
            TenantId = db.Tenant, Id = DocumentShowingId.New(), DocumentId = new DocumentId(ids["documentid"]), PatientId = bob, PractitionerId = dan.Practitioner!.Value, ShownBy = alice.Account,
            ShownAt = now, EndsAt = now + DocumentShowing.Lasts, EndedAt = now,
        };
        db.AddRange(upload, phone, piece, outside, asked, shown);
        (ids["documentrequestid"], ids["documentshowingid"]) = (asked.Id.Value, shown.Id.Value);
        (ids["uploadid"], ids["phonelinkid"], ids["sharelinkid"]) = (upload.Id.Value, phone.Id.Value, outside.Id.Value);
    }

    /// <summary>A visit that was opened, with its draft, a line of chat and the moment that the line marked.</summary>
    public static void Visit(this Db db, Dictionary<string, Guid> ids, Person alice, PatientId bob, Instant now, AppointmentId? appointment, Instant? ended = null)
    {
        ArgumentNullException.ThrowIfNull(alice);
        var encounter = new Encounter
        {
            TenantId = db.Tenant, Id = EncounterId.New(), AppointmentId = appointment, PatientId = bob, PractitionerId = alice.Practitioner!.Value,
            Status = ended is null ? EncounterStatus.Planned : EncounterStatus.Completed, CreatedAt = now, OpenedAt = now, StartedAt = ended, EndedAt = ended,
        };
        var patient = new Participant { TenantId = db.Tenant, Id = ParticipantId.New(), EncounterId = encounter.Id, Role = ParticipantRole.Patient, SeatNumber = 1, PatientId = bob };
        var own = new Participant { TenantId = db.Tenant, Id = ParticipantId.New(), EncounterId = encounter.Id, Role = ParticipantRole.Practitioner, SeatNumber = 0, PractitionerId = alice.Practitioner };
        var line = new ChatMessage { TenantId = db.Tenant, Id = ChatMessageId.New(), EncounterId = encounter.Id, ParticipantId = patient.Id, ClientId = Guid.CreateVersion7(), Text = "canary-chat", At = now };
        var moment = new Moment { TenantId = db.Tenant, Id = MomentId.New(), EncounterId = encounter.Id, At = now, Second = 252, Source = MomentSource.Keyword, ChatMessageId = line.Id };
        var note = new SoapNote
        {
            TenantId = db.Tenant, Id = SoapNoteId.New(), EncounterId = encounter.Id, PatientId = bob, AuthorId = alice.Practitioner.Value,
            Status = NoteStatus.Draft, Subjective = "canary-note", CreatedAt = now, SavedAt = now,
        };
        db.AddRange(encounter, patient, own, line, moment, note);
        (ids["encounterid"], ids["participantid"], ids["ownid"]) = (encounter.Id.Value, patient.Id.Value, own.Id.Value);
        (ids["noteid"], ids["momentid"]) = (note.Id.Value, moment.Id.Value);
    }

    /// <summary>A document that the patient sees too, a problem and a weight.</summary>
    private static void RecordOf(this Db db, Dictionary<string, Guid> ids, Person alice, PatientId bob, Instant now)
    {
        var (document, entry) = (DocumentId.New(), ListEntryId.New());
        (ids["documentid"], ids["entryid"]) = (document.Value, entry.Value);
        db.Documents.Add(new Document
        {
            TenantId = db.Tenant, Id = document, PatientId = bob, Kind = DocumentKind.Report, FileName = "canary-file.pdf", ContentType = "application/pdf",
            Length = 11, Sha256 = new byte[32], Blob = document.ToString(), Source = DocumentSource.Upload, AddedBy = alice.Account, AddedAt = now,
            SharedAt = now, SharedBy = alice.Account,
        });
        db.ListEntries.Add(new ListEntry { TenantId = db.Tenant, Id = entry, PatientId = bob, Kind = ListKind.Problem, CreatedAt = now });
        db.ListEntryVersions.Add(new ListEntryVersion
        {
            TenantId = db.Tenant, Id = ListEntryVersionId.New(), ListEntryId = entry, Number = 1, Act = ListAct.Recorded, Text = "canary-entry", Source = ListSource.Patient, By = alice.Account, At = now,
        });
        db.Add(new Observation
        {
            TenantId = db.Tenant, Id = ObservationId.New(), PatientId = bob, Kind = ObservationKind.Weight, Hundredths = 13_370, At = now,
            Source = ObservationSource.Practitioner, By = alice.Account, RecordedAt = now,
        });
    }

    private static void Wish(this Db db, Dictionary<string, Guid> ids, Cast cast, Instant now, Instant starts)
    {
        var (type, wish, offer) = (VisitTypeId.New(), EarlierWishId.New(), EarlierOfferId.New());
        (ids["earlierid"], ids["offerid"]) = (wish.Value, offer.Value);
        db.VisitTypes.Add(new VisitType { TenantId = db.Tenant, Id = type, Name = $"Suivi {starts}", Minutes = 15, Modality = Modality.Video, RetiredAt = now });
        db.EarlierWishes.Add(new EarlierWish { TenantId = db.Tenant, Id = wish, PatientId = cast.Bob.Patient!.Value, VisitTypeId = type, Reason = "canary-reason", AskedAt = now, AskedBy = cast.Bob.Account, OfferedAt = now });
        db.EarlierOffers.Add(new EarlierOffer { TenantId = db.Tenant, Id = offer, WishId = wish, PractitionerId = cast.Alice.Practitioner!.Value, StartsAt = starts, EndsAt = starts + Duration.FromMinutes(15), OfferedAt = now, DueAt = now + EarlierOffer.Lasts });
    }

    /// <summary>Two people have one instant visit under way at most: the same one each time.</summary>
    private static async Task<EncounterId> UnderWay(this Db db, Person alice, PatientId bob, Instant now)
    {
        if (await db.Encounters.FirstOrDefaultAsync(e => e.PatientId == bob && e.PractitionerId == alice.Practitioner && e.AppointmentId == null && e.EndedAt == null) is { } one)
        {
            return one.Id;
        }

        Dictionary<string, Guid> ids = [];
        db.Visit(ids, alice, bob, now, null);
        return new EncounterId(ids["encounterid"]);
    }

    /// <summary>The file that is read within Bob's.</summary>
    private static async Task<PatientId> Within(this Db db, Person alice, PatientId bob, Instant now)
    {
        if (await db.PatientMerges.FirstOrDefaultAsync(m => m.Kept == bob) is { } merge)
        {
            return merge.Other;
        }

        var other = new Patient
        {
            TenantId = db.Tenant, Id = PatientId.New(), GivenName = "Robert", FamilyName = "Durand", FoldedGivenName = "ROBERT", FoldedFamilyName = "DURAND",
            BirthDate = new LocalDate(1972, 4, 4), Sex = Sex.Unknown, Language = "fr", CreatedAt = now, MergedInto = bob,
        };
        db.Add(other);
        db.Add(new PatientMerge { TenantId = db.Tenant, Id = PatientMergeId.New(), Kept = bob, Other = other.Id, Reason = "same", By = alice.Account, At = now });
        return other.Id;
    }
}
