using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Telemed.Web;

/// <summary>
/// A form whose token is no longer good: the page was open across a sign-in elsewhere, or for too long. Blazor would answer a blank 400
/// and lose what was typed. Here the page is rendered again with what was typed, its handlers do not run
/// (<see cref="Platform.Components.Page"/>), and a sentence asks to press again. Only requests that <see cref="Platform.Security.OriginGuard"/>
/// let through come here.
/// </summary>
public static class StaleForms
{
    /// <summary>Right after UseAntiforgery, whose verdict it reads.</summary>
    public static WebApplication UseStaleForms(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } || context.GetEndpoint()?.Metadata is not { } marks)
            {
                return next(context);
            }

            if (marks.GetMetadata<ComponentTypeMetadata>() is not null)
            {
                context.Features.Set<IAntiforgeryValidationFeature>(new RenderOnly());
                context.Features.Set(new Platform.Components.StaleForm());
            }
            else if (marks.GetMetadata<Platform.Components.AnswersStale>() is { } answers)
            {
                context.Features.Set<IAntiforgeryValidationFeature>(new RenderOnly());
                return answers.With(context).ExecuteAsync(context);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return Task.CompletedTask;
            }

            return next(context);
        });
        return app;
    }

    /// <summary>Lets Blazor, or the answer, read the form and render the page.</summary>
    private sealed class RenderOnly : IAntiforgeryValidationFeature
    {
        public bool IsValid => true;
        public Exception? Error => null;
    }
}
