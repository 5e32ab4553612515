using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Documents;
using Telemed.Documents.Apart;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Scheduling;
using Telemed.Web;

// What reads files that nobody vouches for is no server.
if (args is [ApartProgram.Word, var what, .. var more])
{
    Environment.ExitCode = ApartProgram.Run(what, more);
    return;
}

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform();
builder.AddAudit();
builder.AddNotifications();
builder.AddAccounts();
builder.AddPeople();
builder.AddScheduling();
builder.AddDocuments();
builder.AddConsultations();
builder.AddRecords();
builder.AddWeb();

var app = builder.Build();
app.ReadModelAhead();
app.UseWeb();
app.MapPlatform();
app.MapAudit();
app.MapNotifications();
app.MapAccounts();
app.MapPeople();
app.MapScheduling();
app.MapDocuments();
app.MapConsultations();
app.MapRecords();
app.MapWeb();
await Commands.Run(app, args);

/// <summary>Named for the tests, which host it.</summary>
public partial class Program;
