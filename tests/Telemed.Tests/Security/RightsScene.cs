using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Consultations.Ending;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Access;

namespace Telemed.Tests.Security;

/// <summary>North with somebody for each column of the matrix, and each route asked for by each of them, once for all tests.</summary>
public sealed class RightsScene : ManyAddresses
{
    // Words of Bob's record, the reason of a visit, his name: each with the letter for having read one.
    private static readonly (char Letter, string[] Words)[] Canaries =
        [('C', ["canary-note", "canary-file", "canary-entry", "canary-chat", "canary-acts", "133,7", "133.7"]), ('R', ["canary-reason"]), ('I', ["Durand"])];

    private static readonly AuditAction[] Readings = [.. Looks.Kinds.Append(AuditAction.RecordSearched)];

    private readonly Dictionary<string, Guid> _lasting = [];
    private Task<IReadOnlyList<Seen>>? _seen;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The matrix as it is in truth.</summary>
    internal Task<IReadOnlyList<Seen>> Seen() => _seen ??= Look();

    private async Task<IReadOnlyList<Seen>> Look()
    {
        var columns = await Column.All(this);
        await Over();
        var ids = await Ids();
        await Task.WhenAll(columns.Select(WasWritten));
        List<Seen> seen = [];
        foreach (var (route, key) in this.Calls().SelectMany(c => RightsTable.Keys(c.Method, c.Route.Pattern()).Select(key => (c.Route, key))))
        {
            List<(char Letter, bool Written)> cells = key.Method == "GET" ? [.. await Task.WhenAll(columns.Select(c => Look(c, route, key, ids)))] : [];
            foreach (var column in columns.Skip(cells.Count))
            {
                cells.Add(await Look(column, route, key, ids));
                // What was done to these is done: the next one finds others.
                ids = cells[^1].Letter is '-' or 's' ? ids : await Ids();
            }

            seen.Add(new Seen(key, string.Concat(cells.Select(c => c.Letter)), string.Concat(columns.Zip(cells).Where(c => c.Second.Written).Select(c => c.First.Letter))));
        }

        return seen;
    }

    private async Task<(char Letter, bool Written)> Look(Column column, RouteEndpoint route, RowKey key, IReadOnlyDictionary<string, Guid> ids)
    {
        var meant = key.Meant(ids);
        var answer = await Ask(column, route, key, meant);
        var said = await answer.Said();
        if (answer.AsksToSignIn())
        {
            return ('s', false);
        }

        var letter = (int)answer.StatusCode >= 500 ? '!' : Canaries.Where(c => Array.Exists(c.Words, word => said.Contains(word, StringComparison.OrdinalIgnoreCase))).Select(c => c.Letter).FirstOrDefault('o');
        if (letter == 'o' && (answer.StatusCode is HttpStatusCode.NotFound || route.RoutePattern.Parameters.Count > 0))
        {
            var unknown = await Ask(column, route, key, RouteTable.Unknown(meant));
            var same = answer.StatusCode == unknown.StatusCode && Answers.Plain(said) == Answers.Plain(await unknown.Said());
            letter = (answer.StatusCode is HttpStatusCode.NotFound, same) switch { (true, true) => '-', (true, false) => '!', (false, true) => 'o', _ => 'D' };
        }

        return (letter, await WasWritten(column));
    }

    private static async Task<HttpResponseMessage> Ask(Column column, RouteEndpoint route, RowKey key, IReadOnlyDictionary<string, Guid> ids)
    {
        using var content = Typed.For(route, key, column.Token);
        return await column.Browser.Ask(key.Method, route.Fill(ids), content);
    }

    /// <summary>Whether the trail has more readings of Bob's record by this person than when it was last asked.</summary>
    private async Task<bool> WasWritten(Column column)
    {
        var (who, bob, before) = (column.Person?.Account.Value, (Guid?)Cast.Bob.Patient!.Value.Value, column.Readings);
        column.Readings = who is null ? 0 : await InClinic(Cast.North, db =>
            db.AuditEvents.CountAsync(a => a.PatientId == bob && a.AgentId == who && a.Allowed && Readings.Contains(a.Action), Cancel));
        return column.Readings > before;
    }

    private async Task<Dictionary<string, Guid>> Ids()
    {
        var ids = await this.IdsOfNorth();
        (ids["draftid"], ids["noteid"]) = (ids["noteid"], _lasting["noteid"]);
        foreach (var name in (string[])["signedid", "restrictedid", "restrictednoteid", "pastid", "hispastid", "ownpastid"])
        {
            ids[name] = _lasting[name];
        }

        return ids;
    }

    /// <summary>A visit that is over and closed with its draft still unsigned; one with its note signed, and one whose signed note is restricted.</summary>
    private Task<bool> Over() => InClinic(Cast.North, async db =>
    {
        Dictionary<string, Guid> past = [];
        db.Visit(past, Cast.Alice, Cast.Bob.Patient!.Value, Now, null, Now);
        db.Add(new Closure
        {
            TenantId = db.Tenant, Id = ClosureId.New(), EncounterId = new EncounterId(past["encounterid"]), ClosedBy = Cast.Alice.Account, At = Now, Report = ReportStanding.Draft,
            Acts = "canary-acts", Professional = "Dr Alice Martin", StartedAt = Now, EndedAt = Now, Incidents = 0,
        });
        await db.SaveChangesAsync(Cancel);
        (_lasting["noteid"], _lasting["signedid"]) = await Signed(db, NoteDetails.Unsaid);
        (_lasting["restrictednoteid"], _lasting["restrictedid"]) = await Signed(db, NoteDetails.Unsaid with { Confidentiality = NoteConfidentiality.Restricted });
        (_lasting["pastid"], _lasting["hispastid"], _lasting["ownpastid"]) = (past["encounterid"], past["participantid"], past["ownid"]);
        return true;
    });

    private async Task<(Guid Note, Guid Visit)> Signed(Db db, NoteDetails details)
    {
        Dictionary<string, Guid> ids = [];
        db.Visit(ids, Cast.Alice, Cast.Bob.Patient!.Value, Now, null, Now);
        await db.SaveChangesAsync(Cancel);
        var (actor, id) = (Cast.Alice.Actor, new SoapNoteId(ids["noteid"]));
        var which = db.SoapNotes.Where(n => n.Id == id);
        var saved = Assert.IsType<NoteOutcome.Done>(await db.SaveNote(actor, which, 0, new NoteText("canary-note toux", "", "", "") { Details = details }, Now, Cancel));
        Assert.IsType<NoteOutcome.Done>(await db.SignNote(actor, which, saved.Note.Version, Now, Cancel));
        return (ids["noteid"], ids["encounterid"]);
    }
}
