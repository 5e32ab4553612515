using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Platform;

namespace Telemed.Tests.Security;

public sealed class ErrorPageTests(ErrorPageTests.FailingApp app) : IClassFixture<ErrorPageTests.FailingApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fr", "Cette page n’existe pas")]
    [InlineData("en", "This page does not exist")]
    public async Task What_is_not_there_says_so_in_the_readers_language(string language, string title)
    {
        var answer = await Ask(app.Anonymous(), "/no/such/page", "text/html", language);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var page = await answer.Html();
        Assert.Equal(title, page.QuerySelector("h1")?.TextContent);
        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task A_program_gets_problem_details_with_a_trace_id_and_nothing_of_the_inside()
    {
        var answer = await Ask(app.Anonymous(), "/api/no-such-thing", "application/json");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await Json(answer);
        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
    }

    [Theory]
    [InlineData("text/html", "fr")]
    [InlineData("text/html", "en")]
    [InlineData("application/json", "en")]
    public async Task A_broken_server_tells_nothing_of_its_inside_even_without_its_database(string accept, string language)
    {
        var alice = await app.Browser(app.Cast.Alice);
        app.Broken = true;
        try
        {
            var answer = await Ask(alice, "/", accept, language);
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            var body = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
            Assert.DoesNotContain(FailingApp.Inside, body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Exception", body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Telemed.", body, StringComparison.Ordinal);
            Assert.True(answer.Headers.Contains("Content-Security-Policy"));
            Assert.Contains(accept == "text/html" ? (language == "fr" ? "Référence" : "Reference") : "traceId", body, StringComparison.Ordinal);
        }
        finally
        {
            app.Broken = false;
        }
    }

    [Fact]
    public async Task The_error_pages_asked_for_by_themselves_are_pages_that_do_not_exist()
    {
        foreach (var path in (string[])["/error/500", "/error/403", "/not-found"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Ask(app.Anonymous(), path, "text/html")).StatusCode);
        }
    }

    private static async Task<JsonElement> Json(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;

    private static async Task<HttpResponseMessage> Ask(HttpClient browser, string path, string accept, string language = "fr")
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, path);
        asked.Headers.Accept.ParseAdd(accept);
        asked.Headers.AcceptLanguage.ParseAdd(language);
        return await browser.SendAsync(asked, Cancel);
    }

    /// <summary>An app whose database can be made to fail.</summary>
    public sealed class FailingApp : TelemedApp
    {
        public const string Inside = "the connection string is secret";

        public bool Broken { get; set; }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services =>
            {
                var real = services.Last(s => s.ServiceType == typeof(Db));
                services.AddScoped(provider => Broken ? throw new InvalidOperationException(Inside) : (Db)real.ImplementationFactory!(provider));
            });
        }
    }
}
