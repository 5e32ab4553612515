using Microsoft.AspNetCore.SignalR;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>What a page is refused is counted, by its address and the code word; that it was taken over is no fault of a page.</summary>
internal sealed class CountedRefusals(HubCounts counts) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        ArgumentNullException.ThrowIfNull(invocationContext);
        ArgumentNullException.ThrowIfNull(next);
        try
        {
            return await next(invocationContext);
        }
        catch (HubException refused) when (refused.Message is ConsultationHub.TooLarge or ConsultationHub.TooFast or ConsultationHub.NotAllowed or ConsultationHub.NotFound)
        {
            await counts.Add(ClientAddress.Of(invocationContext.Context.GetHttpContext()!), "hub-" + refused.Message);
            throw;
        }
    }
}
