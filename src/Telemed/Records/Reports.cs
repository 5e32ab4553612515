using Microsoft.EntityFrameworkCore;
using Telemed.Consultations.Ending;
using Telemed.Platform;

namespace Telemed.Records;

/// <summary>How far a visit's note is. An empty draft is no report, nor is one entered in error.</summary>
internal sealed class Reports : IReports
{
    public async Task<ReportStanding> Of(Db db, EncounterId encounter, CancellationToken cancel = default)
    {
        var written = db.SoapNotes.AsNoTracking().Where(n => n.EncounterId == encounter && n.Status != NoteStatus.EnteredInError
            && (n.Status != NoteStatus.Draft || n.Subjective + n.Objective + n.Assessment + n.Plan != ""));
        return await written.Select(n => (NoteStatus?)n.Status).SingleOrDefaultAsync(cancel) switch
        {
            null => ReportStanding.None,
            NoteStatus.Draft => ReportStanding.Draft,
            _ => ReportStanding.Signed,
        };
    }
}
