using Telemed.Consultations.Rooms;
using Telemed.Platform;

namespace Telemed.Consultations.Ending;

/// <summary>What the practitioner stated in closing.</summary>
/// <param name="Acts">Acts and prescriptions; empty without <paramref name="NoActs"/>: not stated.</param>
/// <param name="Number">The professional's number, where none was on file.</param>
/// <param name="Incidents">How many technical incidents were shown; null: none were.</param>
[GenerateSerializer, Immutable, Alias("room-closing")]
public sealed record RoomClosing([property: Id(0)] ParticipantId Practitioner, [property: Id(1)] Guid Account, [property: Id(2)] string? Acts,
    [property: Id(3)] bool NoActs, [property: Id(4)] bool NoReport, [property: Id(5)] string? Number, [property: Id(6)] bool NoNumber, [property: Id(7)] int? Incidents);

/// <param name="Missing">The statements that are missing: report, acts, professional, incidents. Then nothing was written.</param>
[GenerateSerializer, Immutable, Alias("closing-answer")]
public sealed record ClosingAnswer([property: Id(0)] RoomRefusal? Refusal, [property: Id(1)] IReadOnlyList<string> Missing);
