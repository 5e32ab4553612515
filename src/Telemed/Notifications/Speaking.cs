using System.Globalization;

namespace Telemed.Notifications;

/// <summary>Texts in the language of whoever is written to, whatever the request's: <c>using (Speaking.In(patient.Language)) { … }</c>.</summary>
public static class Speaking
{
    /// <summary>Switches texts and dates until disposed. Anything but "en" is French.</summary>
    public static IDisposable In(string language)
    {
        var back = new Back(CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language == "en" ? "en" : "fr");
        return back;
    }

    private sealed class Back(CultureInfo culture, CultureInfo texts) : IDisposable
    {
        public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, texts);
    }
}
