using System.Text;
using Telemed.Tenancy;

namespace Telemed.Web.Demo;

/// <summary>What <c>bin/dev</c> ends with. Written to the console, not to the log: passwords and tokens never enter a log.</summary>
internal static class DemoGreeting
{
    public static void Print(DemoPasswords passwords, DemoVisit.Links links)
    {
        var text = new StringBuilder();
        foreach (var clinic in (DemoClinic[])[DemoCast.North, DemoCast.South])
        {
            text.AppendLine().AppendLine(clinic.Name);
            foreach (var person in clinic.Staff.Where(p => passwords.Knows(p.Email)))
            {
                text.AppendLine(Line(person.Role, person.Email, passwords));
            }

            foreach (var patient in clinic.Patients.Where(p => p.SignsIn && passwords.Knows(p.Email)))
            {
                text.AppendLine(Line(Role.Patient, patient.Email, passwords));
            }
        }

        Console.WriteLine(text.AppendLine().Append(Lines(links)));
    }

    public static string Lines(DemoVisit.Links links) => $"Practitioner link: {links.Practitioner}\nPatient link: {links.Patient}\n";

    private static string Line(Role role, string email, DemoPasswords passwords) => $"  {role,-14} {email,-48} {passwords[email]}";
}
