using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Telemed.Tests.Testing;

/// <summary>Filling in and sending the forms of pages, as a browser does: hidden fields, form token and all.</summary>
public static class Forms
{
    /// <summary>The page at <paramref name="path"/>, asked for as a browser asks.</summary>
    public static async Task<IHtmlDocument> Page(this HttpClient browser, string path)
    {
        var answer = await browser.Visit(path);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{path}: {answer.StatusCode} {answer.Headers.Location}");
        return await answer.Html();
    }

    /// <summary>GET with a browser's Accept header; redirects are not followed.</summary>
    public static Task<HttpResponseMessage> Visit(this HttpClient browser, string path)
    {
        ArgumentNullException.ThrowIfNull(browser);
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        return browser.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<IHtmlDocument> Html(this HttpResponseMessage answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Opens the page, fills its form (the one that has a field of the first name given) and sends it.</summary>
    public static async Task<HttpResponseMessage> Fill(this HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        var page = await browser.Page(path);
        return await browser.Send(path, page, fields);
    }

    /// <summary>Sends the form of <paramref name="page"/> that has a field of the first name given, with these values.</summary>
    public static Task<HttpResponseMessage> Send(this HttpClient browser, string path, IHtmlDocument page, params (string Name, string Value)[] fields)
    {
        ArgumentNullException.ThrowIfNull(browser);
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(fields);
        var form = page.QuerySelectorAll<IHtmlFormElement>("form[method=post]")
            .First(f => f.QuerySelector($"[name='{fields[0].Name}']") is not null);
        var values = Initial(form).Where(v => fields.All(f => f.Name != v.Key)).ToList();
        values.AddRange(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action") is { Length: > 0 } action ? action : path)
        {
            Content = new FormUrlEncodedContent(values),
        };
        request.Headers.Accept.ParseAdd("text/html");
        return browser.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<KeyValuePair<string, string>> Initial(IHtmlFormElement form)
    {
        foreach (var field in form.QuerySelectorAll<IHtmlInputElement>("input[name]").Where(i => i.Type is not ("checkbox" or "radio") || i.IsChecked))
        {
            yield return KeyValuePair.Create(field.Name!, field.Value);
        }

        foreach (var field in form.QuerySelectorAll<IHtmlSelectElement>("select[name]"))
        {
            yield return KeyValuePair.Create(field.Name!, field.Value ?? "");
        }

        foreach (var field in form.QuerySelectorAll<IHtmlTextAreaElement>("textarea[name]"))
        {
            yield return KeyValuePair.Create(field.Name!, field.Value);
        }
    }
}
