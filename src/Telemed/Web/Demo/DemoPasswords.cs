using System.Security.Cryptography;

namespace Telemed.Web.Demo;

/// <summary>
/// Random passwords of the demonstration's accounts, made once a data folder and kept beside it in a file that only its owner reads,
/// so that every start can print them again.
/// </summary>
internal sealed class DemoPasswords
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly string _path;
    private readonly Dictionary<string, string> _byEmail;

    public DemoPasswords(string dataFolder)
    {
        _path = Path.Combine(dataFolder, "demo-passwords.txt");
        _byEmail = File.Exists(_path)
            ? File.ReadAllLines(_path).Select(l => l.Split(' ', 2)).Where(p => p.Length is 2).ToDictionary(p => p[0], p => p[1])
            : [];
    }

    public string this[string email] => _byEmail[email];

    /// <summary>True when this folder knows the account's password: it was seeded here.</summary>
    public bool Knows(string email) => _byEmail.ContainsKey(email);

    /// <summary>A new password for <paramref name="email"/>: 15 letters and digits that cannot be mistaken for each other, 74 bits.</summary>
    public string Make(string email) => _byEmail[email] = string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Letters, 5)));

    public void Save()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(_path, options);
        foreach (var (email, password) in _byEmail)
        {
            file.WriteLine($"{email} {password}");
        }
    }
}
