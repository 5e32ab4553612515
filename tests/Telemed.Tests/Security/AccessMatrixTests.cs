using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Telemed.Consultations;
using Telemed.Consultations.Links;
using Telemed.Platform;

namespace Telemed.Tests.Security;

/// <summary>
/// Every route of the product, taken from its endpoints, asked for by a stranger, by Charlie of clinic South and by each role of North, with
/// ids that are really there. A new route is in the matrix by itself; one whose parameters are not known here fails.
/// </summary>
public sealed class AccessMatrixTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    /// <summary>Whoever asks may have these, with no session. Everything else asks for one.</summary>
    private static readonly string[] Public =
    [
        "/sign-in", "/sign-out", "/register", "/confirm-email/{Id:guid}", "/not-found", "/error/{Code:int}",
        "/earlier/offer", "/cancel", "/join", "/join/expected", "/join/redeem", "/join/code", "/join/continue", "/join/renew",
        "/visit/{participantId:guid}", "/visit/{participantId:guid}/state", "/visit/{participantId:guid}/place", "/visit/{participantId:guid}/files",
        "/visit/{participantId:guid}/turn", "/visit/{participantId:guid}/waiting", "/visit/{participantId:guid}/after", "/visit/{participantId:guid}/rating",
        "/add", "/shared", "/shared/file", "/add/uploads/", "/add/uploads/{uploadId:guid}",
        "/c/{Slug}", "/c/{Slug}/details", "/c/{Slug}/code", "/c/{Slug}/done", "/c/{slug}/leave",
        "/hubs/consultation", "/hubs/consultation/negotiate", "/hubs/line", "/health/live", "/health/ready", "/calendar/{token}.ics",
    ];

    // Nothing of North's people may stand in an answer to somebody else.
    private static readonly string[] Canaries = ["Durand", "canary-reason", "canary-note", "canary-file", "canary-entry", "Clinique du Nord"];

    // A clinic's name is public where one registers with it.
    private static IEnumerable<string> CanariesOn(string path) => path == "/register" ? Canaries.Except(["Clinique du Nord"]) : Canaries;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Public_routes_are_these_and_no_others()
    {
        var open = app.Routes().Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(RouteTable.Pattern).Distinct().ToList();
        Assert.True(!open.Except(Public).Any(), $"Open to everybody and not on the list: {string.Join(", ", open.Except(Public))}");
        Assert.True(!Public.Except(open).Any(), $"On the list, and there is no such route: {string.Join(", ", Public.Except(open))}");
    }

    [Fact]
    public async Task Every_route_is_classified()
    {
        var ids = await app.IdsOfNorth();
        var strays = app.Routes().Where(r => r.RoutePattern.Parameters.Any(p => r.IdFor(p.Name, ids) is null)).Select(RouteTable.Pattern)
            .Where(p => p != "/error/{Code:int}").ToList();
        Assert.True(strays.Count == 0, $"No id of North is known for {string.Join(", ", strays)}");
    }

    [Fact]
    public async Task Anonymous_sees_nothing()
    {
        var ids = await app.IdsOfNorth();
        foreach (var (route, method) in app.Calls())
        {
            var answer = await app.Anonymous().Ask(method, route.Fill(ids));
            var said = await answer.Said();
            Assert.All(CanariesOn(route.Pattern()), canary => Assert.DoesNotContain(canary, said, StringComparison.Ordinal));
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is null)
            {
                Assert.True(answer.AsksToSignIn(), $"{method} {route.Pattern()} answered a stranger {(int)answer.StatusCode}");
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
        var ids = await app.IdsOfNorth();
        var charlie = await app.Browser(app.Cast.Charlie);
        foreach (var (route, method) in app.Calls())
        {
            var answer = await charlie.Ask(method, route.Fill(ids));
            var said = await answer.Said();
            Assert.All(CanariesOn(route.Pattern()), canary => Assert.DoesNotContain(canary, said, StringComparison.Ordinal));
            if (route.RoutePattern.Parameters.Count == 0 || route.Pattern().StartsWith("/error/", StringComparison.Ordinal))
            {
                continue;
            }

            var unknown = await charlie.Ask(method, route.Fill(RouteTable.Unknown(ids)));
            Assert.True(answer.StatusCode == unknown.StatusCode, $"{method} {route.Pattern()}: foreign {(int)answer.StatusCode}, unknown {(int)unknown.StatusCode}");
            Assert.Equal(Answers.Plain(await unknown.Said()), Answers.Plain(said));
            // A form endpoint refuses a body without a form token before it looks at the id: the same answer for both is what counts.
            var form = route.Metadata.GetMetadata<Microsoft.AspNetCore.Antiforgery.IAntiforgeryMetadata>()?.RequiresValidation == true;
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is null && method != "DELETE" && !form)
            {
                Assert.True(answer.StatusCode is HttpStatusCode.NotFound, $"{method} {route.Pattern()} answered Charlie {(int)answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task A_guest_of_the_visit_sees_nothing_beside_the_room()
    {
        var ids = await app.IdsOfNorth();
        var guest = await BoundGuest(new EncounterId(ids["encounterid"]));
        foreach (var (route, method) in app.Calls())
        {
            var answer = await guest.Ask(method, route.Fill(ids));
            var said = await answer.Said();
            Assert.All(CanariesOn(route.Pattern()), canary => Assert.False(said.Contains(canary, StringComparison.Ordinal), $"{method} {route.Pattern()} tells a guest '{canary}'"));
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is null)
            {
                // 403: the hub of the bell takes nobody but pages of this site, before it looks who asks.
                var refused = answer.AsksToSignIn() || answer.StatusCode is HttpStatusCode.Forbidden;
                Assert.True(refused, $"{method} {route.Pattern()} answered a guest {(int)answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Dan_of_the_same_clinic_does_not_see_a_patient_who_is_not_his()
    {
        var ids = await app.IdsOfNorth();
        var dan = await app.Browser(app.Cast.Dan);
        foreach (var (route, method) in app.Calls().Where(c => c.Route.RoutePattern.Parameters.Count > 0 && !c.Route.Pattern().StartsWith("/error/", StringComparison.Ordinal)))
        {
            var answer = await dan.Ask(method, route.Fill(ids));
            var said = await answer.Said();
            // What finding a patient shows as well: whose record is about to be opened in an emergency.
            said = route.Pattern() == "/patients/{Id:guid}/emergency" ? said.Replace("Durand", "", StringComparison.Ordinal) : said;
            Assert.True(!said.Contains("Durand", StringComparison.Ordinal) && !said.Contains("canary-", StringComparison.Ordinal), $"{method} {route.Pattern()} tells Dan of Bob");
        }
    }

    [Fact]
    public async Task A_role_that_a_route_does_not_name_does_not_find_it()
    {
        var ids = await app.IdsOfNorth();
        foreach (var person in (Person[])[app.Cast.Alice, app.Cast.Bob, app.Cast.Nora, app.Cast.Ada])
        {
            var browser = await app.Browser(person);
            foreach (var (route, method) in app.Calls().Where(c => c.Method == "GET"))
            {
                var roles = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Roles).OfType<string>().SelectMany(r => r.Split(',', StringSplitOptions.TrimEntries)).ToList();
                var answer = await browser.Ask(method, route.Fill(ids));
                Assert.True((int)answer.StatusCode < 500, $"{method} {route.Pattern()} answered {person.Role} {(int)answer.StatusCode}");
                if (roles.Count > 0 && !roles.Contains(person.Role.ToString()))
                {
                    Assert.True(answer.StatusCode is HttpStatusCode.NotFound, $"{method} {route.Pattern()} answered {person.Role} {(int)answer.StatusCode}");
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
}
