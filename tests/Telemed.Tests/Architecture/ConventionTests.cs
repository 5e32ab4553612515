using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Platform;

namespace Telemed.Tests.Architecture;

/// <summary>Conventions whose breach is a security bug.</summary>
public sealed partial class ConventionTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    /// <summary>Entities that belong to no one clinic, and why.</summary>
    private static readonly Dictionary<string, string> Global = new(StringComparer.Ordinal)
    {
        ["Tenant"] = "is the clinic itself",
        ["Account"] = "one person may belong to several clinics",
        ["Session"] = "belongs to the account, whatever the clinic",
        ["EmailCode"] = "confirms the account's address before it has a clinic",
        ["DiagnosisCode"] = "a published classification, the same for every clinic",
        ["Refusal"] = "counts strangers, who have no clinic",
    };

    /// <summary>Who reads across the wall between clinics, and why it must. Add a file only with the same kind of reason.</summary>
    private static readonly Dictionary<string, string> AcrossTheWall = new(StringComparer.Ordinal)
    {
        ["src/Telemed/Accounts/AccountTrail.cs"] = "a sign-in is written to the trail of each of the account's clinics",
        ["src/Telemed/Accounts/SessionHandler.cs"] = "sign-in: the clinic is known only from the membership",
        ["src/Telemed/Consultations/Links/Joining.cs"] = "link redemption: the clinic is known only from the token",
        ["src/Telemed/Consultations/Links/LinkDesk.cs"] = "link renewal: the clinic is known only from the token",
        ["src/Telemed/Consultations/Cluster/Rehearsal.cs"] = "a node that starts rehearses in any clinic, and takes it back",
        ["src/Telemed/Consultations/Rooms/RoomTimers.cs"] = "room recovery serves every clinic",
        ["src/Telemed/Consultations/Waiting/TurnWatch.cs"] = "turns come near in every clinic",
        ["src/Telemed/Consultations/Visitor.cs"] = "a visit cookie names a participant, not a clinic",
        ["src/Telemed/Documents/Outside/ShareDesk.cs"] = "a shared document's link and cookie name no clinic",
        ["src/Telemed/Documents/Phones/PhoneDesk.cs"] = "a phone's link and cookie name no clinic",
        ["src/Telemed/Notifications/Outbox.cs"] = "the outbox serves every clinic",
        ["src/Telemed/Scheduling/Earlier/OfferLinks.cs"] = "answering by a mail's link: the clinic is known only from the token",
        ["src/Telemed/Scheduling/Earlier/OfferWatch.cs"] = "offers run out in every clinic",
        ["src/Telemed/Scheduling/Reminding/MissingReminders.cs"] = "appointments of every clinic may lack reminders",
        ["src/Telemed/Scheduling/Calendars/CalendarFeeds.cs"] = "a calendar program brings a token, not a clinic",
        ["src/Telemed/Web/Pages/Accounts/VisitClaim.cs"] = "linking an account from a redeemed link: the clinic is known only from the visit's cookie",
    };

    /// <summary>Grain methods that timers and the room itself call: nobody's request reaches them, so nobody acts.</summary>
    private static readonly string[] ByTheProgram = ["Release", "Reconsider", "ReconsiderSoon", "Recover", "StepDown", "Look"];

    /// <summary>Where SQL is written by hand, and why EF cannot say it.</summary>
    private static readonly Dictionary<string, string> HandWrittenSql = new(StringComparer.Ordinal)
    {
        ["src/Telemed/Audit/Refusals.cs"] = "an upsert that counts",
        ["src/Telemed/People/Care.cs"] = "an insert that may already be there",
        ["src/Telemed/Records/Searching/Indexing.cs"] = "an insert that may already be there",
        ["src/Telemed/Records/Searching/Matches.cs"] = "a search in a text index",
        ["src/Telemed/Scheduling/Turns.cs"] = "an advisory lock",
    };

    [Fact]
    public async Task Every_entity_belongs_to_a_clinic_or_says_why_not()
    {
        var entities = await app.InScope(s => Task.FromResult(s.GetRequiredService<Db>().Model.GetEntityTypes().Select(e => e.ClrType).ToList()));
        Assert.Empty(WithoutClinic(entities));
        Assert.Empty(Global.Keys.Except(entities.Select(e => e.Name)));
    }

    [Fact]
    public void The_readers_across_clinics_are_these_and_no_others()
    {
        Assert.Equal(AcrossTheWall.Keys.Order(StringComparer.Ordinal), ReadsAcross(Sources.OfProduct(".cs", ".razor")).Where(f => f != "src/Telemed/Platform/Db.cs"));
    }

    [Fact]
    public void SQL_is_written_by_hand_only_in_these_files()
    {
        Assert.Equal(HandWrittenSql.Keys.Order(StringComparer.Ordinal), WritesSql(Sources.OfProduct(".cs", ".razor")));
    }

    [Fact]
    public void Every_hub_takes_its_caller_from_the_connection()
    {
        var hubs = typeof(Db).Assembly.GetTypes().Where(t => typeof(Hub).IsAssignableFrom(t) && !t.IsAbstract).ToList();
        Assert.NotEmpty(hubs);
        Assert.Empty(NamesAPerson(hubs));
    }

    [Fact]
    public void Every_grain_method_is_told_who_acts()
    {
        var grains = typeof(Db).Assembly.GetTypes().Where(t => t.IsInterface && t != typeof(Orleans.IGrain) && typeof(Orleans.IGrain).IsAssignableFrom(t));
        Assert.Empty(ActedByNobody(grains));
    }

    internal static IEnumerable<string> WithoutClinic(IEnumerable<Type> entities) =>
        entities.Where(e => !typeof(ITenantOwned).IsAssignableFrom(e) && !Global.ContainsKey(e.Name)).Select(e => e.Name);

    /// <summary>Who calls is known from the connection; an argument that names a person could be anybody's.</summary>
    internal static IEnumerable<string> NamesAPerson(IEnumerable<Type> hubs) =>
        hubs.SelectMany(h => h.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(m => m.GetParameters().Any(p => p.ParameterType == typeof(AccountId) || p.ParameterType == typeof(PatientId)
                || p.ParameterType == typeof(PractitionerId) || p.ParameterType == typeof(TenantId)))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}");

    /// <summary>A grain's method takes the Actor or the participant that acts.</summary>
    internal static IEnumerable<string> ActedByNobody(IEnumerable<Type> grains) =>
        grains.SelectMany(g => g.GetMethods()).Where(m => !ByTheProgram.Contains(m.Name) && !m.GetParameters().Any(p => IsActor(p.ParameterType)))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}");

    internal static IEnumerable<string> ReadsAcross(IEnumerable<SourceFile> files) => Naming(files, Opening());

    internal static IEnumerable<string> WritesSql(IEnumerable<SourceFile> files) => Naming(files, HandWritten());

    private static bool IsActor(Type type) =>
        typeof(Tenancy.Actor).IsAssignableFrom(type) || type == typeof(ParticipantId) || type == typeof(Telemed.Consultations.Rooms.RoomCaller)
        || type.GetProperties().Any(p => p.PropertyType == typeof(ParticipantId) || typeof(Tenancy.Actor).IsAssignableFrom(p.PropertyType));

    private static IEnumerable<string> Naming(IEnumerable<SourceFile> files, Regex pattern) =>
        files.Where(f => pattern.IsMatch(f.Text)).Select(f => f.Path).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\bAcrossTenants<")]
    private static partial Regex Opening();

    [GeneratedRegex(@"FromSqlRaw\(|FromSql\(|ExecuteSqlRaw(Async)?\(|ExecuteSql(Async)?\(|SqlQuery")]
    private static partial Regex HandWritten();
}
