using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Accounts;

/// <summary>
/// <c>telemed create-admin --clinic NAME --email ADDRESS [--given NAME] [--family NAME] [--zone Europe/Paris] [--language fr]</c>: the
/// first way into a new installation, which has no default account. Makes the clinic if there is none of that name.
/// </summary>
internal static class CreateAdmin
{
    private const string Usage = "telemed create-admin --clinic NAME --email ADDRESS [--given NAME] [--family NAME] [--zone Europe/Paris] [--language fr|en]\n"
        + "The password is read from the standard input when that is not a terminal, and else made and printed once.";

    // Without letters and digits that are taken for one another when copied by hand.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    public static async Task<int> Run(IServiceProvider services, string[] args)
    {
        var (clinic, zone, language) = (Option(args, "--clinic"), Option(args, "--zone") ?? "Europe/Paris", Option(args, "--language") ?? "fr");
        if (clinic is not { Length: > 0 and <= 120 } || !EmailAddress.TryParse(Option(args, "--email"), out var email)
            || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null || language is not ("fr" or "en")
            || PersonName.Of(Option(args, "--given") ?? email.Value.Split('@')[0]) is not { } given || PersonName.Of(Option(args, "--family") ?? clinic) is not { } family)
        {
            return Fail(Usage);
        }

        var typed = Console.IsInputRedirected ? (await Console.In.ReadLineAsync())?.Trim() : null;
        var password = typed is { Length: > 0 } ? typed : RandomNumberGenerator.GetString(Alphabet, 20);
        if (PasswordRules.Refusal(password, email.Value) is { } refusal)
        {
            return Fail($"The password is refused: {refusal}. At least {PasswordRules.MinLength} characters, not a common one, without the e-mail address.");
        }

        var db = services.GetRequiredService<Db>();
        var now = services.GetRequiredService<Clock>().Now;
        if (await db.Accounts.AnyAsync(a => a.NormalizedEmail == email.Normalized))
        {
            return Fail("This e-mail address already has an account.");
        }

        var wanted = new NewAccount(email.Value, password, given, family, language, Role.Administrator);
        await db.InTransaction(() => Make(db, new Tenant { Id = TenantId.New(), Name = clinic, Zone = zone, Language = language }, wanted, now));
        Console.WriteLine($"{email.Value} administers {clinic}.");
        if (typed is not { Length: > 0 })
        {
            Console.WriteLine($"Password, shown once: {password}");
        }

        return 0;
    }

    private static async Task Make(Db db, Tenant wanted, NewAccount administrator, Instant now)
    {
        var clinic = await db.Tenants.FirstOrDefaultAsync(t => t.Name == wanted.Name);
        if (clinic is null)
        {
            clinic = wanted;
            db.Tenants.Add(clinic);
        }

        db.Enter(clinic.Id);
        var (account, _) = NewAccounts.Create(db, administrator with { Language = clinic.Language }, now);
        db.Record(new SystemActor(clinic.Id), AuditAction.AccountRegistered, now, (nameof(Account), account.Value));
    }

    private static string? Option(string[] args, string name) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault();

    private static int Fail(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}
