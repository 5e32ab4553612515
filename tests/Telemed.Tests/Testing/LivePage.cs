using Microsoft.AspNetCore.SignalR.Client;
using Telemed.Accounts;
using Telemed.Notifications;

namespace Telemed.Tests.Testing;

/// <summary>The line of an open page to the server, as a browser holds it.</summary>
public static class LivePage
{
    /// <param name="person">Null: a stranger.</param>
    /// <param name="changed">Hears each topic.</param>
    public static async Task<HubConnection> Live(this TelemedApp app, Person? person, Action<string> changed)
    {
        ArgumentNullException.ThrowIfNull(app);
        var secret = person is null ? null : await app.InScope(services => Cast.OpenSession(services, person, app.Now));
        var sockets = app.Server.CreateWebSocketClient();
        sockets.ConfigureRequest = request =>
        {
            request.Headers.Origin = TelemedApp.Address;
            request.Headers.Cookie = secret is null ? "" : $"{SessionHandler.Cookie}={secret}";
        };
        var connection = new HubConnectionBuilder().WithUrl(TelemedApp.Address + LiveHub.Path, hub =>
        {
            hub.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            hub.SkipNegotiation = true;
            hub.WebSocketFactory = async (context, cancel) => await sockets.ConnectAsync(context.Uri, cancel);
        }).Build();
        connection.On("Changed", changed);
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.On("Listening", () => listens.TrySetResult());
        await connection.StartAsync(TestContext.Current.CancellationToken);
        await listens.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return connection;
    }
}
