using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Telemed.Platform.Security;
using Telemed.Tests.Scheduling.Outside;

namespace Telemed.Tests.Platform;

/// <summary>Reading an address that somebody typed leads to the internet and nowhere else.</summary>
public sealed class OpenWebTests
{
    private const int Most = 100_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://127.0.0.1/"), InlineData("https://localhost/"), InlineData("https://[::1]/"), InlineData("https://0.0.0.0/"), InlineData("https://[::]/")]
    [InlineData("https://10.0.0.1/"), InlineData("https://172.16.0.1/"), InlineData("https://192.168.1.1/"), InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://100.64.0.1/"), InlineData("https://[fd00::1]/"), InlineData("https://[fe80::1]/"), InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/"), InlineData("https://[64:ff9b::a00:1]/"), InlineData("https://[2002:7f00:1::]/"), InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://2130706433/"), InlineData("https://0x7f.1/"), InlineData("https://0177.0.0.1/"), InlineData("https://224.0.0.1/"), InlineData("https://255.255.255.255/")]
    [InlineData("http://calendar.example/"), InlineData("ftp://calendar.example/"), InlineData("file:///etc/passwd"), InlineData("https://name:word@calendar.example/")]
    public async Task What_is_not_the_internet_is_not_asked(string address)
    {
        using var web = new OpenWeb();
        Assert.IsType<WebAnswer.NotPublic>(await web.Read(new Uri(address), Most, Cancel));
    }

    [Theory]
    [InlineData("8.8.8.8"), InlineData("172.32.0.1"), InlineData("100.128.0.1"), InlineData("2606:4700::1111"), InlineData("2001:41d0::1")]
    public void What_is_the_internet_is_not_refused(string address) => Assert.False(InnerNetworks.Has(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_is_looked_up_for_each_connection_and_one_inner_address_of_several_is_enough_to_refuse()
    {
        await using var server = await FileServer.Start();
        var asked = 0;
        // Whom the name leads to changes: to the internet while somebody checks, and then to this machine.
        using var web = new OpenWeb(a => !InnerNetworks.Has(a),
            (_, _) => Task.FromResult<IPAddress[]>(asked++ == 0 ? [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback] : [IPAddress.Loopback]), plain: true, TimeSpan.FromSeconds(10));
        var address = new Uri($"http://calendar.example:{server.Address.Port}/");
        Assert.True(web.IsPossible(address));
        Assert.IsType<WebAnswer.NotPublic>(await web.Read(address, Most, Cancel));
        Assert.IsType<WebAnswer.NotPublic>(await web.Read(address, Most, Cancel));
        Assert.Equal((2, 0), (asked, server.Asked));
    }

    [Fact]
    public async Task The_connection_goes_to_the_address_that_was_checked()
    {
        await using var server = await FileServer.Start();
        server.Answer = context => context.Response.WriteAsync(context.Request.Host.Host);
        using var web = FileServer.Internet();
        var read = Assert.IsType<WebAnswer.Read>(await web.Read(new Uri($"http://calendar.example:{server.Address.Port}/"), Most, Cancel));
        Assert.Equal("calendar.example", Encoding.UTF8.GetString(read.Body));
    }

    [Theory]
    [InlineData("http://10.0.0.1/x"), InlineData("http://169.254.169.254/"), InlineData("http://[::1]/"), InlineData("file:///etc/passwd"), InlineData("ftp://calendar.example/")]
    public async Task A_redirect_is_checked_like_the_address(string to)
    {
        await using var server = await FileServer.Start();
        server.Answer = Redirect(_ => to);
        using var web = FileServer.Internet();
        Assert.IsType<WebAnswer.NotPublic>(await web.Read(server.Address, Most, Cancel));
    }

    [Fact]
    public async Task Three_redirects_are_followed_and_a_fourth_is_not()
    {
        await using var server = await FileServer.Start();
        var redirect = Redirect(n => $"/{n + 1}");
        using var web = FileServer.Internet();
        server.Answer = context => context.Request.Path == "/4" ? context.Response.WriteAsync("there") : redirect(context);
        Assert.IsType<WebAnswer.Read>(await web.Read(new Uri(server.Address, "/1"), Most, Cancel));
        Assert.IsType<WebAnswer.Unreachable>(await web.Read(new Uri(server.Address, "/0"), Most, Cancel));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_hundred_megabytes_are_not_read(bool announced)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sending = Pours(listener, announced);
        using var web = FileServer.Internet();
        Assert.IsType<WebAnswer.TooLarge>(await web.Read(new Uri($"http://{listener.LocalEndpoint}/"), Most, Cancel));
        Assert.InRange(await sending, 0, 50_000_000);
    }

    /// <summary>Answers one request with as much of a hundred megabytes as the other side takes, and says how much that was: a socket tells at once that nobody is there.</summary>
    private static async Task<long> Pours(TcpListener listener, bool announced)
    {
        using var socket = await listener.AcceptSocketAsync(Cancel);
        await socket.ReceiveAsync(new byte[10_000], Cancel);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{(announced ? "Content-Length: 100000000\r\n" : "Connection: close\r\n")}\r\n"), Cancel);
        var (sent, piece) = (0L, new byte[100_000]);
        try
        {
            while (sent < 100_000_000)
            {
                sent += await socket.SendAsync(piece, Cancel);
            }
        }
        catch (SocketException)
        {
        }

        return sent;
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Who_answers_too_slowly_is_left(bool begins)
    {
        await using var server = await FileServer.Start();
        server.Answer = async context =>
        {
            if (begins)
            {
                await context.Response.WriteAsync("BEGIN:VCALENDAR");
                await context.Response.Body.FlushAsync();
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        using var web = FileServer.Internet(TimeSpan.FromMilliseconds(300));
        Assert.IsType<WebAnswer.TooSlow>(await web.Read(server.Address, Most, Cancel));
    }

    [Fact]
    public async Task Another_answer_than_a_file_nobody_there_or_a_certificate_that_nobody_trusts_is_unreachable()
    {
        using var certificate = new OwnCertificate();
        await using var server = await FileServer.Start();
        await using var untrusted = await FileServer.Start(certificate);
        untrusted.Gives("BEGIN:VCALENDAR");
        using var web = FileServer.Internet();
        Assert.IsType<WebAnswer.Unreachable>(await web.Read(server.Address, Most, Cancel));
        Assert.IsType<WebAnswer.Unreachable>(await web.Read(untrusted.Address, Most, Cancel));
        var gone = server.Address;
        await server.DisposeAsync();
        Assert.IsType<WebAnswer.Unreachable>(await web.Read(gone, Most, Cancel));
        Assert.Equal(0, untrusted.Asked);
    }

    private static RequestDelegate Redirect(Func<int, string> to) => context =>
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = to(int.TryParse(context.Request.Path.Value?[1..], out var number) ? number : 0);
        return Task.CompletedTask;
    };
}
