using System.Net;

namespace Telemed.Tests.Web;

public sealed class DashboardTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task The_first_page_leads_each_role_to_its_own()
    {
        foreach (var (person, path) in ((Person, string)[])[(app.Cast.Alice, "/today"), (app.Cast.Nora, "/today"), (app.Cast.Ada, "/clinic")])
        {
            var answer = await (await app.Browser(person)).Visit("/");
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            Assert.EndsWith(path, answer.Headers.Location?.OriginalString);
        }

        var home = await (await app.Browser(app.Cast.Bob)).Page("/");
        Assert.Equal("patient", home.Body?.GetAttribute("data-audience"));
        Assert.Contains("Aucun rendez-vous prévu", home.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_dashboard_opens_for_its_role_and_is_not_there_for_others()
    {
        var everybody = (Person[])[app.Cast.Alice, app.Cast.Nora, app.Cast.Ada, app.Cast.Bob];
        foreach (var (path, allowed) in ((string, Person[])[])[("/today", [app.Cast.Alice, app.Cast.Nora]), ("/clinic", [app.Cast.Ada]), ("/instant", [app.Cast.Alice])])
        {
            foreach (var person in everybody)
            {
                var answer = await (await app.Browser(person)).Visit(path);
                Assert.True((allowed.Contains(person) ? HttpStatusCode.OK : HttpStatusCode.NotFound) == answer.StatusCode, $"{path} as {person.Role}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task The_demonstration_exists_only_in_development()
    {
        using var body = new StringContent("{}", null, "application/json");
        var answer = await app.Anonymous().PostAsync("/dev/links", body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(File.Exists(Path.Combine(app.DataFolder, "demo-passwords.txt")));
    }

    [Fact]
    public async Task A_pressed_start_leads_to_the_visit_and_a_link_is_shown_once()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var found = await (await alice.Fill("/instant", ("birth", "1990-02-28"), ("letters", "pet"))).Html();
        var started = await alice.Send("/instant", found, ("patient", app.Cast.Eva.ToString()));
        Assert.Equal(HttpStatusCode.Found, started.StatusCode);
        var path = new Uri(new Uri(TelemedApp.Address), started.Headers.Location!).AbsolutePath;
        var page = await alice.Page(path);
        Assert.StartsWith("/visit/", page.QuerySelector("a.primary")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("copy-link"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Dan)).Visit(path)).StatusCode);
    }
}
