using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Telemed.Platform.Components;

/// <summary>
/// What every page and component derives from (see _Imports.razor): a form that came with a stale token is shown again, and none of its
/// handlers runs.
/// </summary>
public abstract class Page : ComponentBase, IHandleEvent
{
    [CascadingParameter]
    private HttpContext? PageRequest { get; set; }

    /// <summary>True while a form with a stale token is being shown again: what was typed is there, nothing was done with it.</summary>
    protected bool IsStale => PageRequest?.Features.Get<StaleForm>() is not null;

    // ComponentBase renders again after the handler; static pages render once the handler's task is done.
    async Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem callback, object? arg)
    {
        if (IsStale)
        {
            return;
        }

        var work = callback.InvokeAsync(arg);
        StateHasChanged();
        await work;
        StateHasChanged();
    }
}

/// <summary>Marks a request whose form came with a token that is no longer good.</summary>
public sealed class StaleForm;

/// <summary>For an endpoint whose form is a single button on a page: leads back to that page, which asks to press again.</summary>
/// <param name="With">May read the form; does nothing with it.</param>
public sealed record AnswersStale(Func<HttpContext, IResult> With)
{
    /// <summary>In the address of the page that is to ask, where that page has no words of its own for it.</summary>
    public const string Query = "stale";

    /// <summary>Back to a page of ours, which asks.</summary>
    public static AnswersStale At(Func<HttpContext, string> page) =>
        new(context => TypedResults.LocalRedirect(QueryHelpers.AddQueryString(page(context), Query, "true")));
}
