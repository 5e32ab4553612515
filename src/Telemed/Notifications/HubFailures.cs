using Microsoft.AspNetCore.SignalR;

namespace Telemed.Notifications;

/// <summary>
/// What a hub method throws, in our words: a refusal is an answer and not an error, a fault is one. The framework writes both alike, as
/// errors; its own line is switched off in <see cref="Setup"/>.
/// </summary>
internal sealed class HubFailures(ILogger<HubFailures> log) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception exception) when (exception is not HubException)
        {
            log.HubMethodFailed(exception, invocationContext.HubMethodName);
            throw;
        }
    }
}
