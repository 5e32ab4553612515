using System.Net;

namespace Telemed.Tests;

public sealed class SmokeTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_started_server_is_ready()
    {
        var answer = await app.Anonymous().GetAsync("/health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Whoever_is_signed_in_sees_the_first_page_and_a_stranger_the_sign_in()
    {
        var bob = await app.Browser(app.Cast.Bob);
        var answer = await bob.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/");
        asked.Headers.Accept.ParseAdd("text/html");
        var stranger = await app.Anonymous().SendAsync(asked, TestContext.Current.CancellationToken);
        Assert.Equal("/sign-in?return=%2F", stranger.Headers.Location?.OriginalString);
    }
}
