using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Rooms;

// How types of other slices, which know nothing of Orleans, travel to a grain.

[GenerateSerializer, Alias("participant-id")]
internal struct ParticipantIdSurrogate
{
    [Id(0)]
    public Guid Value;
}

[RegisterConverter]
internal sealed class ParticipantIdConverter : IConverter<ParticipantId, ParticipantIdSurrogate>
{
    public ParticipantId ConvertFromSurrogate(in ParticipantIdSurrogate surrogate) => new(surrogate.Value);

    public ParticipantIdSurrogate ConvertToSurrogate(in ParticipantId value) => new() { Value = value.Value };
}

[GenerateSerializer, Alias("system-actor")]
internal struct SystemActorSurrogate
{
    [Id(0)]
    public Guid Tenant;
}

[RegisterConverter]
internal sealed class SystemActorConverter : IConverter<SystemActor, SystemActorSurrogate>
{
    public SystemActor ConvertFromSurrogate(in SystemActorSurrogate surrogate) => new(new TenantId(surrogate.Tenant));

    public SystemActorSurrogate ConvertToSurrogate(in SystemActor value) => new() { Tenant = value.TenantId.Value };
}
