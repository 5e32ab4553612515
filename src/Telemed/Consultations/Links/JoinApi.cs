using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Telemed.Accounts;
using Telemed.Consultations.Relay;
using Telemed.Consultations.Rooms;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Links;

public sealed record LinkRequest(string? Token, Place? Place = null, string? Code = null);

/// <param name="State">joined, open, early, other-device, ended, dead, wrong-code or sent.</param>
public sealed record JoinAnswer(string State, VisitState? Visit = null);

/// <summary>What the link page asks. Nothing here is changed by GET or HEAD; only a press on Join redeems.</summary>
internal static class JoinApi
{
    internal const string JoinedWord = "joined";
    private const string Dead = "dead";

    public static void Map(WebApplication app)
    {
        var join = app.MapGroup("/join").AllowAnonymous().WithMetadata(new ByVisitCookieAttribute());
        join.AddEndpointFilter(DeadOnABeat);
        join.MapPost("/expected", Look);
        join.MapPost("/redeem", Redeem);
        join.MapPost("/continue", Continue);
        join.MapPost("/code", (LinkRequest request, HttpContext context, LinkDesk desk) => Queue(request, context, desk, LinkWish.Code));
        join.MapPost("/renew", (LinkRequest request, HttpContext context, LinkDesk desk) => Queue(request, context, desk, LinkWish.Renewal));
        app.MapGet("/visit/{participantId:guid}/state", State).AllowAnonymous().WithMetadata(new ByVisitCookieAttribute());
    }

    /// <summary>Unknown, expired and revoked are one answer, and it takes one time.</summary>
    private static async ValueTask<object?> DeadOnABeat(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var begun = EvenTime.Begin();
        var answer = await next(call);
        if (answer is IValueHttpResult { Value: JoinAnswer { State: Dead } })
        {
            await call.HttpContext.RequestServices.GetRequiredService<EvenTime>().Beat(begun, EvenTime.Link);
        }

        return answer;
    }

    private static Task<IResult> Look(LinkRequest request, HttpContext context, Joining joining, RelayCredentials turn, Buckets buckets) =>
        Guesses(RateLimits.LinkLook, context, buckets, async () =>
        {
            var expected = await joining.Look(request.Token ?? "", context);
            return (Worded(expected, turn), expected.State is not LinkState.Dead);
        });

    private static Task<IResult> Redeem(LinkRequest request, HttpContext context, Joining joining, Joined joined, Buckets buckets) =>
        Guesses(RateLimits.LinkRedemption, context, buckets, async () =>
        {
            var answer = await joined.Answer(await joining.Redeem(request.Token ?? "", request.Place, context), context);
            return (answer, answer.State is not Dead);
        });

    private static Task<IResult> Continue(LinkRequest request, HttpContext context, Joining joining, Joined joined, Buckets buckets) =>
        Guesses(RateLimits.CodeEntry, context, buckets, async () =>
        {
            var answer = await joined.Answer(await joining.Continue(request.Token ?? "", request.Code ?? "", request.Place, context), context);
            return (answer, answer.State is JoinedWord);
        });

    /// <summary>Wrong tokens and codes are counted by address; right ones are not, so that many patients of one pharmacy, home or mobile network get in.</summary>
    private static async Task<IResult> Guesses(BucketRule rule, HttpContext context, Buckets buckets, Func<Task<(object Answer, bool Right)>> look)
    {
        var address = ClientAddress.Of(context);
        if (!buckets.Take(rule, address))
        {
            return TooFast(context);
        }

        var (answer, right) = await look();
        if (right)
        {
            buckets.GiveBack(rule, address);
        }

        return TypedResults.Ok(answer);
    }

    /// <summary>One constant answer in constant time: what it does happens after it.</summary>
    private static Ok<JoinAnswer> Queue(LinkRequest request, HttpContext context, LinkDesk desk, LinkWish wish)
    {
        desk.Queue(wish, request.Token, ClientAddress.Of(context));
        return TypedResults.Ok(new JoinAnswer("sent"));
    }

    private static async Task<Results<Ok<VisitState>, NotFound>> State(Guid participantId, HttpContext context, Db db, RelayCredentials turn, Clock clock) =>
        await Visitor.Of(context, db, new ParticipantId(participantId)) is { } visitor
            ? TypedResults.Ok(await Visits.StateFor(db, visitor, turn, clock, context.RequestAborted)) : TypedResults.NotFound();

    private static object Worded(Expected expected, RelayCredentials turn) => expected.State is LinkState.Dead
        ? new JoinAnswer(Word(LinkState.Dead))
        : new
        {
            State = Word(expected.State), expected.Clinic, expected.Who, expected.You, expected.Role, expected.PlannedAt, expected.OpensAt, expected.Zone,
            expected.Modality, expected.ParticipantId, Stun = expected.State is LinkState.Open ? turn.Stun : null,
        };

    internal static string Word(LinkState state) => state switch
    {
        LinkState.Open => "open",
        LinkState.Early => "early",
        LinkState.OtherDevice => "other-device",
        LinkState.Ended => "ended",
        _ => Dead,
    };

    private static ProblemHttpResult TooFast(HttpContext context) => TypedResults.Problem(
        context.RequestServices.GetRequiredService<IStringLocalizer<Texts>>()["too-fast"], statusCode: StatusCodes.Status429TooManyRequests,
        extensions: new Dictionary<string, object?> { ["code"] = "too-fast" });
}

/// <summary>What follows a redemption: the visit cookie, and the earlier device that steps down.</summary>
public sealed class Joined(Db db, RelayCredentials turn, Clock clock, IGrainFactory grains)
{
    public async Task<JoinAnswer> Answer(Redemption redemption, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (redemption is not Redemption.Joined joined)
        {
            return new JoinAnswer(redemption is Redemption.Refused refused ? JoinApi.Word(refused.State) : "wrong-code");
        }

        var self = joined.Visit.Self;
        if (joined.Moved)
        {
            await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(self.TenantId, self.EncounterId)).StepDown(self.Id);
        }

        if (joined.Secret is { } secret)
        {
            context.Response.Cookies.Append(Visitor.CookieName(self.Id), secret, new CookieOptions
            {
                Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, MaxAge = CookieLifetime(joined.Visit),
            });
        }

        context.Response.Headers.CacheControl = "no-store";
        var account = joined.Visit.IsPerson(context.User.Actor) ? context.User.Actor : null;
        return new JoinAnswer(JoinApi.JoinedWord, await Visits.StateFor(db, joined.Visit, account, turn, clock, context.RequestAborted));
    }

    /// <summary>As long as the page after the visit can be read; the rows decide, this only tidies the browser.</summary>
    private TimeSpan CookieLifetime(Visit visit) =>
        ((visit.Window.ReadableUntil ?? clock.Now + RoomRules.Default.AfterPage) - clock.Now).ToTimeSpan();
}
