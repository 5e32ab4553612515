using Telemed.Consultations.Ending;
using Telemed.Platform;

namespace Telemed.Consultations.Rooms;

// The end of a visit with what its record must hold.
internal sealed partial class ConsultationRoomGrain
{
    public async Task<ClosingAnswer> Close(RoomClosing closing)
    {
        await using var scope = scopes.CreateAsyncScope();
        var statements = new ClosingStatements(closing, scope.ServiceProvider.GetRequiredService<IReports>(), clock.Now);
        var answer = await Ask(PractitionerOf(closing.Account), (room, _) => room.Close(closing.Practitioner, clock.Now), alongside: statements);
        return new ClosingAnswer(answer.Refusal, statements.Missing);
    }
}
