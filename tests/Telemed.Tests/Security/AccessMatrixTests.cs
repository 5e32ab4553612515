using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Links;
using Telemed.Documents;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Lists;
using Telemed.Scheduling;
using Telemed.Scheduling.Earlier;
using Telemed.Scheduling.Offers;

namespace Telemed.Tests.Security;

/// <summary>
/// Every route of the product, taken from its endpoints, asked for by a stranger, by Charlie of clinic South and by each role of North, with
/// ids that are really there. A new route is in the matrix by itself; one whose parameters are not known here fails.
/// </summary>
public sealed partial class AccessMatrixTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    /// <summary>Whoever asks may have these, with no session. Everything else asks for one.</summary>
    private static readonly string[] Public =
    [
        "/sign-in", "/sign-out", "/register", "/confirm-email/{Id:guid}", "/not-found", "/error/{Code:int}",
        "/earlier/offer", "/cancel", "/join", "/join/expected", "/join/redeem", "/join/code", "/join/continue", "/join/renew",
        "/visit/{participantId:guid}", "/visit/{participantId:guid}/state", "/visit/{participantId:guid}/place", "/visit/{participantId:guid}/files",
        "/visit/{participantId:guid}/turn", "/visit/{participantId:guid}/waiting", "/visit/{participantId:guid}/after", "/visit/{participantId:guid}/rating",
        "/c/{Slug}", "/c/{Slug}/details", "/c/{Slug}/code", "/c/{Slug}/done", "/c/{slug}/leave",
        "/hubs/consultation", "/hubs/consultation/negotiate", "/hubs/line", "/health/live", "/health/ready", "/calendar/{token}.ics",
    ];

    // Nothing of North's people may stand in an answer to somebody else.
    private static readonly string[] Canaries = ["Durand", "canary-reason", "canary-note", "canary-file", "canary-entry", "Clinique du Nord"];

    // A clinic's name is public where one registers with it.
    private static IEnumerable<string> CanariesOn(string path) => path == "/register" ? Canaries.Except(["Clinique du Nord"]) : Canaries;

    private static readonly object AnyBody = new
    {
        version = 0, subjective = "x", objective = "x", assessment = "x", plan = "x", token = "x", code = "x", place = "home", reason = "x",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Public_routes_are_these_and_no_others()
    {
        var open = Routes().Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Path).Distinct().ToList();
        Assert.True(!open.Except(Public).Any(), $"Open to everybody and not on the list: {string.Join(", ", open.Except(Public))}");
        Assert.True(!Public.Except(open).Any(), $"On the list, and there is no such route: {string.Join(", ", Public.Except(open))}");
    }

    [Fact]
    public async Task Every_route_is_classified()
    {
        var ids = await Ids();
        var strays = Routes().Where(r => r.RoutePattern.Parameters.Any(p => IdFor(r, p.Name, ids) is null)).Select(Path)
            .Where(p => p != "/error/{Code:int}").ToList();
        Assert.True(strays.Count == 0, $"No id of North is known for {string.Join(", ", strays)}");
    }

    [Fact]
    public async Task Anonymous_sees_nothing()
    {
        var ids = await Ids();
        foreach (var (route, method) in Calls())
        {
            var answer = await Ask(app.Anonymous(), method, Fill(route, ids));
            var said = await Said(answer);
            Assert.All(CanariesOn(Path(route)), canary => Assert.DoesNotContain(canary, said, StringComparison.Ordinal));
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is null)
            {
                var refused = answer.StatusCode is HttpStatusCode.Unauthorized
                    || (answer.StatusCode is HttpStatusCode.Found && answer.Headers.Location!.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal));
                Assert.True(refused, $"{method} {Path(route)} answered a stranger {(int)answer.StatusCode}");
            }
        }
    }

    [Theory]
    [InlineData("//appointments"), InlineData("/%61ppointments"), InlineData("/APPOINTMENTS"), InlineData("/appointments/"), InlineData("/./appointments")]
    [InlineData("//patients"), InlineData("/%70atients"), InlineData("/patients%2F"), InlineData("/x/../patients"), InlineData("/;/patients"), InlineData("/patients;a=b")]
    public async Task A_path_written_otherwise_leads_a_stranger_nowhere_else(string path)
    {
        foreach (var method in (string[])["GET", "POST", "PUT", "DELETE"])
        {
            var context = await app.Server.SendAsync(c =>
            {
                c.Request.Method = method;
                c.Request.Scheme = "https";
                c.Request.Host = new HostString("telemed.test");
                c.Request.Path = new PathString(Uri.UnescapeDataString(path));
                c.Request.Headers.Accept = "text/html";
                c.Request.Headers["Sec-Fetch-Site"] = "same-origin";
            }, Cancel);
            var away = context.Response.StatusCode is 302 && context.Response.Headers.Location.ToString().StartsWith("/sign-in", StringComparison.Ordinal);
            Assert.True(away || context.Response.StatusCode is 400 or 401 or 403 or 404, $"{method} {path} answered {context.Response.StatusCode}");
        }
    }

    [Fact]
    public async Task Charlie_sees_nothing()
    {
        var ids = await Ids();
        var charlie = await app.Browser(app.Cast.Charlie);
        foreach (var (route, method) in Calls())
        {
            var answer = await Ask(charlie, method, Fill(route, ids));
            var said = await Said(answer);
            Assert.All(CanariesOn(Path(route)), canary => Assert.DoesNotContain(canary, said, StringComparison.Ordinal));
            if (route.RoutePattern.Parameters.Count == 0 || Path(route).StartsWith("/error/", StringComparison.Ordinal))
            {
                continue;
            }

            var unknown = await Ask(charlie, method, Fill(route, Unknown(ids)));
            Assert.True(answer.StatusCode == unknown.StatusCode, $"{method} {Path(route)}: foreign {(int)answer.StatusCode}, unknown {(int)unknown.StatusCode}");
            Assert.Equal(Plain(await Said(unknown)), Plain(said));
            // A form endpoint refuses a body without a form token before it looks at the id: the same answer for both is what counts.
            var form = route.Metadata.GetMetadata<Microsoft.AspNetCore.Antiforgery.IAntiforgeryMetadata>()?.RequiresValidation == true;
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is null && method != "DELETE" && !form)
            {
                Assert.True(answer.StatusCode is HttpStatusCode.NotFound, $"{method} {Path(route)} answered Charlie {(int)answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task A_guest_of_the_visit_sees_nothing_beside_the_room()
    {
        var ids = await Ids();
        var guest = await BoundGuest(new EncounterId(ids["encounterid"]));
        foreach (var (route, method) in Calls())
        {
            var answer = await Ask(guest, method, Fill(route, ids));
            var said = await Said(answer);
            Assert.All(CanariesOn(Path(route)), canary => Assert.False(said.Contains(canary, StringComparison.Ordinal), $"{method} {Path(route)} tells a guest '{canary}'"));
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is null)
            {
                // 403: the hub of the bell takes nobody but pages of this site, before it looks who asks.
                var refused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                    || (answer.StatusCode is HttpStatusCode.Found && answer.Headers.Location!.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal));
                Assert.True(refused, $"{method} {Path(route)} answered a guest {(int)answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Dan_of_the_same_clinic_does_not_see_a_patient_who_is_not_his()
    {
        var ids = await Ids();
        var dan = await app.Browser(app.Cast.Dan);
        foreach (var (route, method) in Calls().Where(c => c.Route.RoutePattern.Parameters.Count > 0 && !Path(c.Route).StartsWith("/error/", StringComparison.Ordinal)))
        {
            var answer = await Ask(dan, method, Fill(route, ids));
            var said = await Said(answer);
            // What finding a patient shows as well: whose record is about to be opened in an emergency.
            said = Path(route) == "/patients/{Id:guid}/emergency" ? said.Replace("Durand", "", StringComparison.Ordinal) : said;
            Assert.True(!said.Contains("Durand", StringComparison.Ordinal) && !said.Contains("canary-", StringComparison.Ordinal), $"{method} {Path(route)} tells Dan of Bob");
        }
    }

    [Fact]
    public async Task A_role_that_a_route_does_not_name_does_not_find_it()
    {
        var ids = await Ids();
        foreach (var person in (Person[])[app.Cast.Alice, app.Cast.Bob, app.Cast.Nora, app.Cast.Ada])
        {
            var browser = await app.Browser(person);
            foreach (var (route, method) in Calls().Where(c => c.Method == "GET"))
            {
                var roles = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Roles).OfType<string>().SelectMany(r => r.Split(',', StringSplitOptions.TrimEntries)).ToList();
                var answer = await Ask(browser, method, Fill(route, ids));
                Assert.True((int)answer.StatusCode < 500, $"{method} {Path(route)} answered {person.Role} {(int)answer.StatusCode}");
                if (roles.Count > 0 && !roles.Contains(person.Role.ToString()))
                {
                    Assert.True(answer.StatusCode is HttpStatusCode.NotFound, $"{method} {Path(route)} answered {person.Role} {(int)answer.StatusCode}");
                }
            }
        }
    }

    /// <summary>The browser of a guest of that visit.</summary>
    private async Task<HttpClient> BoundGuest(EncounterId encounter)
    {
        var (guest, secret) = (ParticipantId.New(), Secret.New());
        await app.InClinic(app.Cast.North, db =>
        {
            db.Participants.Add(new Participant
            {
                TenantId = db.Tenant, Id = guest, EncounterId = encounter, Role = ParticipantRole.Guest, SeatNumber = 2, Name = "Marie", Kind = GuestKind.Relative, InvitedAt = app.Now,
            });
            db.VisitBrowsers.Add(new VisitBrowser { TenantId = db.Tenant, Id = VisitBrowserId.New(), ParticipantId = guest, SecretHash = Secret.Hash(secret)!, BoundAt = app.Now });
            return db.SaveChangesAsync(Cancel);
        });
        var cookies = new CookieContainer();
        cookies.Add(new Cookie(Visitor.CookieName(guest), secret, "/", new Uri(TelemedApp.Address).Host) { Secure = true });
        return app.Browser(cookies);
    }

    private IEnumerable<RouteEndpoint> Routes()
    {
        _ = app.Server;
        return app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            // Static files, and the catch-all that serves them from the sources outside a published output.
            .Where(r => r.Metadata.GetMetadata<StaticAssetDescriptor>() is null && r.RoutePattern.RawText != "{**path:file}" && r.RoutePattern.RawText != "/{**path:file}");
    }

    private IEnumerable<(RouteEndpoint Route, string Method)> Calls() => Routes().SelectMany(r =>
        (r.Metadata.GetMetadata<ComponentTypeMetadata>() is not null ? ["GET"] : r.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
        .Where(m => m is "GET" or "POST" or "PUT" or "DELETE" or "PATCH").Select(m => (r, m)));

    private static string Path(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/');

    private static string Fill(RouteEndpoint route, Dictionary<string, Guid> ids) =>
        Regex.Replace(Path(route), @"\{\**(\w+)[^}]*\}", m => IdFor(route, m.Groups[1].Value, ids)?.ToString() ?? "404");

    /// <summary>The id that a parameter means: by its own name, or by the noun before it.</summary>
    private static Guid? IdFor(RouteEndpoint route, string parameter, Dictionary<string, Guid> ids)
    {
        var name = parameter.ToLowerInvariant();
        if (name == "id")
        {
            var noun = Regex.Match(Path(route), @"(\w+)/\{\**[iI]d\b").Groups[1].Value;
            name = noun switch { "visit" => "participantid", "notes" => "noteid", _ => noun.TrimEnd('s') + "id" };
        }

        return ids.TryGetValue(name, out var id) ? id : null;
    }

    private static Dictionary<string, Guid> Unknown(Dictionary<string, Guid> ids) => ids.ToDictionary(i => i.Key, _ => Guid.CreateVersion7());

    private static async Task<HttpResponseMessage> Ask(HttpClient browser, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path + (method == "PUT" ? "?name=x.pdf&kind=report" : ""));
        request.Headers.Accept.ParseAdd("text/html");
        request.Content = method is "GET" or "DELETE" ? null : JsonContent.Create(AnyBody);
        return await browser.SendAsync(request, Cancel);
    }

    private static async Task<string> Said(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

    /// <summary>Without what differs between any two answers: ids, form tokens, trace ids.</summary>
    private static string Plain(string body) => TraceId().Replace(Token().Replace(Uuid().Replace(body, "*"), "*"), "*");

    private async Task<Dictionary<string, Guid>> Ids()
    {
        var (alice, bob, now) = (app.Cast.Alice, app.Cast.Bob, app.Now);
        var (appointment, encounter, participant) = (AppointmentId.New(), EncounterId.New(), ParticipantId.New());
        var (note, document, notification, moment) = (SoapNoteId.New(), DocumentId.New(), NotificationId.New(), MomentId.New());
        var (type, wish, offer, entry) = (VisitTypeId.New(), EarlierWishId.New(), EarlierOfferId.New(), ListEntryId.New());
        var starts = now + Duration.FromDays(1) + Duration.FromMinutes(30 * Interlocked.Increment(ref _made));
        return await app.InClinic(app.Cast.North, async db =>
        {
            db.Appointments.Add(new Appointment
            {
                TenantId = db.Tenant, Id = appointment, PatientId = bob.Patient!.Value, PractitionerId = alice.Practitioner!.Value, StartsAt = starts,
                EndsAt = starts + Duration.FromMinutes(15), Reason = "canary-reason", Modality = Modality.Video, Status = AppointmentStatus.Booked,
                CreatedAt = now, BookedBy = alice.Account,
            });
            db.Encounters.Add(new Encounter
            {
                TenantId = db.Tenant, Id = encounter, AppointmentId = appointment, PatientId = bob.Patient.Value, PractitionerId = alice.Practitioner.Value,
                Status = EncounterStatus.Planned, CreatedAt = now,
            });
            db.Participants.Add(new Participant { TenantId = db.Tenant, Id = participant, EncounterId = encounter, Role = ParticipantRole.Patient, SeatNumber = 1, PatientId = bob.Patient });
            db.Participants.Add(new Participant { TenantId = db.Tenant, Id = ParticipantId.New(), EncounterId = encounter, Role = ParticipantRole.Practitioner, SeatNumber = 0, PractitionerId = alice.Practitioner });
            db.SoapNotes.Add(new SoapNote
            {
                TenantId = db.Tenant, Id = note, EncounterId = encounter, PatientId = bob.Patient.Value, AuthorId = alice.Practitioner.Value,
                Status = NoteStatus.Draft, Subjective = "canary-note", CreatedAt = now, SavedAt = now,
            });
            db.Moments.Add(new Moment { TenantId = db.Tenant, Id = moment, EncounterId = encounter, At = now, Second = 252, Source = MomentSource.Button });
            db.Documents.Add(new Document
            {
                TenantId = db.Tenant, Id = document, PatientId = bob.Patient.Value, Kind = DocumentKind.Report, FileName = "canary-file.pdf", ContentType = "application/pdf",
                Length = 4, Sha256 = new byte[32], Blob = document.ToString(), Source = DocumentSource.Upload, AddedBy = alice.Account, AddedAt = now,
            });
            db.ListEntries.Add(new ListEntry { TenantId = db.Tenant, Id = entry, PatientId = bob.Patient.Value, Kind = ListKind.Problem, CreatedAt = now });
            db.ListEntryVersions.Add(new ListEntryVersion
            {
                TenantId = db.Tenant, Id = ListEntryVersionId.New(), ListEntryId = entry, Number = 1, Act = ListAct.Recorded, Text = "canary-entry", Source = ListSource.Patient, By = alice.Account, At = now,
            });
            db.VisitTypes.Add(new VisitType { TenantId = db.Tenant, Id = type, Name = $"Suivi {starts}", Minutes = 15, Modality = Modality.Video, RetiredAt = now });
            db.EarlierWishes.Add(new EarlierWish { TenantId = db.Tenant, Id = wish, PatientId = bob.Patient.Value, VisitTypeId = type, Reason = "canary-reason", AskedAt = now, AskedBy = bob.Account, OfferedAt = now });
            db.EarlierOffers.Add(new EarlierOffer { TenantId = db.Tenant, Id = offer, WishId = wish, PractitionerId = alice.Practitioner.Value, StartsAt = starts, EndsAt = starts + Duration.FromMinutes(15), OfferedAt = now, DueAt = now + EarlierOffer.Lasts });
            db.Notifications.Add(new Notification { TenantId = db.Tenant, Id = notification, AccountId = alice.Account, Kind = NotificationKind.PatientWaiting, At = now });
            await db.SaveChangesAsync();
            return new Dictionary<string, Guid>
            {
                ["patientid"] = bob.Patient.Value.Value, ["other"] = app.Cast.Eva.Value, ["appointmentid"] = appointment.Value, ["encounterid"] = encounter.Value, ["participantid"] = participant.Value,
                ["earlierid"] = wish.Value, ["entryid"] = entry.Value, ["offerid"] = offer.Value, ["noteid"] = note.Value, ["momentid"] = moment.Value, ["documentid"] = document.Value, ["notificationid"] = notification.Value, ["sessionid"] = SessionId.New().Value, ["instantid"] = encounter.Value, ["emailid"] = Guid.CreateVersion7(), ["token"] = Guid.CreateVersion7(),
                // A clinic that has not opened its public page has none; what an open one shows: OnlineBookingTests.
                ["slug"] = Guid.CreateVersion7(),
            };
        });
    }

    private static int _made;

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")]
    private static partial Regex Uuid();

    [GeneratedRegex("CfDJ8[\\w-]+")]
    private static partial Regex Token();

    [GeneratedRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]")]
    private static partial Regex TraceId();
}
