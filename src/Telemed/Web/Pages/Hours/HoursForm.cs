using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using NodaTime;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Scheduling.Hours;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Hours;

/// <summary>One of the forms of a practitioner's hours: the version that it was shown, what was typed, and what is wrong with it.</summary>
public abstract class HoursForm : Page
{
    private readonly Dictionary<string, string> _faults = [];
    private int _version;

    [Inject]
    protected Db Db { get; set; } = null!;

    [Inject]
    private Clock Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> Sentences { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [Parameter, EditorRequired]
    public required HoursShown Shown { get; set; }

    /// <summary>Its form's name.</summary>
    protected abstract string Name { get; }

    /// <summary>Null: it is shown for the first time.</summary>
    protected IFormCollection? Posted { get; private set; }

    /// <summary>Somebody else changed the hours since the form was shown.</summary>
    protected bool IsOutdated { get; private set; }

    protected IDictionary<string, string> Faults => _faults;

    /// <summary>Of the hours that this form was made from; a form that came too late may be sent again as it is, by who has read why.</summary>
    protected int Version => IsOutdated ? Shown.File.Policy.Version : _version;

    /// <summary>Where it posts to, and where a saved one leads back to.</summary>
    protected string Address => $"/hours?practitioner={Shown.File.Practitioner.Id}";

    protected override void OnInitialized()
    {
        Posted = PostedForm.Of(Context, Name);
        _version = Posted is null ? Shown.File.Policy.Version : PostedForm.Number(Posted.Typed("version"));
    }

    /// <summary>Leads back to the page, which says that it is <paramref name="saved"/>; or notes why nothing was written.</summary>
    protected async Task Save(string saved, Func<Actor, PractitionerId, int, Instant, Task<HoursOutcome>> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        switch (await act(Context.User.Actor!, Shown.File.Practitioner.Id, _version, Clock.Now))
        {
            case HoursOutcome.Saved:
                Navigation.NavigateTo($"{Address}&saved={saved}");
                break;
            case HoursOutcome.Stale:
                IsOutdated = true;
                break;
            case HoursOutcome.Invalid invalid:
                _faults[invalid.Field] = invalid.Code;
                break;
            default:
                Navigation.NotFound();
                break;
        }
    }

    protected bool Note(IEnumerable<HoursOutcome.Invalid> faults)
    {
        foreach (var fault in faults)
        {
            _faults.TryAdd(fault.Field, fault.Code);
        }

        return _faults.Count > 0;
    }

    /// <param name="words">Whose sentences they are, where several fields share them.</param>
    protected string? Fault(string field, string? words = null) => _faults.TryGetValue(field, out var code) ? Sentences[$"fault-{words ?? field}-{code}"].Value : null;

    protected string? Invalid(string field) => _faults.ContainsKey(field) ? "true" : null;
}
