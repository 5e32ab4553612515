using NodaTime;
using Telemed.People;
using Telemed.Tenancy;

namespace Telemed.Web.Demo;

/// <summary>A clinic of the demonstration, all invented.</summary>
internal sealed record DemoClinic(string Name, string Zone, IReadOnlyList<DemoStaff> Staff, IReadOnlyList<DemoPatient> Patients);

internal sealed record DemoStaff(Role Role, string Title, string GivenName, string FamilyName, string Email, string? Speciality = null, string? Number = null);

/// <param name="SignsIn">True: has an account and a password, printed at the start.</param>
internal sealed record DemoPatient(string GivenName, string FamilyName, int Year, int Month, int Day, Sex Sex, string Reason, bool SignsIn = false)
{
    public LocalDate BirthDate => new(Year, Month, Day);

    public string Email => $"{Folding.Fold(GivenName)}.{Folding.Fold(FamilyName)}@patients.example".ToLowerInvariant();
}

/// <summary>Who plays in the demonstration. Names are long and accented on purpose: screens must bear them.</summary>
internal static class DemoCast
{
    public static readonly DemoClinic North = new("Maison de santé des Tilleuls", "Europe/Paris",
        [
            new(Role.Practitioner, "Dr", "Alice", "Martin", "alice.martin@tilleuls.example", "Médecine générale", "10999999997"),
            new(Role.Practitioner, "Dr", "Jean-Baptiste", "Lefebvre-Delattre", "jean-baptiste.lefebvre@tilleuls.example", "Pédiatrie"),
            new(Role.Practitioner, "Dr", "Hélène", "Guyomarc’h", "helene.guyomarch@tilleuls.example", "Gynécologie"),
            new(Role.Assistant, "", "Thierry", "Vandamme", "thierry.vandamme@tilleuls.example"),
            new(Role.Administrator, "", "Gwenaëlle", "Kervella-Rousseau", "gwenaelle.kervella@tilleuls.example"),
        ],
        [
            new("Anne-Sophie", "Vandenbroucke-Lemaire", 1968, 3, 14, Sex.Female, "Suivi d’hypertension", SignsIn: true),
            new("Maximilien", "de La Bourdonnaye-Saint-Hilaire", 1951, 11, 2, Sex.Male, "Renouvellement"),
            new("Fatoumata", "Diallo", 1987, 7, 30, Sex.Female, "Résultats d’analyses"),
            new("Éva", "Petit", 1996, 1, 9, Sex.Female, "Première consultation, douleur à l’épaule"),
            new("Minh Châu", "Nguyễn Thị", 1993, 5, 22, Sex.Female, "Suivi de grossesse"),
            new("Jean-Christophe", "Rousseau", 1979, 9, 17, Sex.Male, "Fatigue depuis trois semaines"),
            new("Émile", "Guérin", 1944, 12, 5, Sex.Male, "Suivi de diabète"),
            new("Bernard", "Durand", 1960, 6, 27, Sex.Male, "Toux persistante"),
            new("Léa", "Fontaine-Castaing", 2019, 4, 11, Sex.Female, "Vaccins, conseil aux parents"),
            new("Abdelkader", "Benhaddou", 1982, 8, 3, Sex.Male, "Arrêt de travail, lombalgie"),
            new("Marie-Ange", "Le Floc’h", 1975, 2, 19, Sex.Female, "Migraines"),
            new("Oumar", "N’Diaye", 2001, 10, 25, Sex.Male, "Certificat de sport"),
        ]);

    public static readonly DemoClinic South = new("Centre médical des Flamboyants", "Indian/Reunion",
        [
            new(Role.Practitioner, "Dr", "Charles", "Payet-Hoarau", "charles.payet@flamboyants.example", "Médecine générale"),
            new(Role.Administrator, "", "Lucette", "Grondin", "lucette.grondin@flamboyants.example"),
        ],
        [
            new("Marie-Reine", "Técher", 1957, 8, 15, Sex.Female, "Suivi d’hypertension"),
            new("Jean-Yannick", "Boyer", 1990, 3, 3, Sex.Male, "Dermatite"),
            new("Sandrine", "Hoareau-Virapin", 1984, 12, 12, Sex.Female, "Renouvellement"),
        ]);
}
