#pragma warning disable IDE0130, CA1812, SA1403 // these stand in a folder that is not theirs and are used by nobody: that is what HouseTests must find

namespace Telemed.Scheduling
{
    internal sealed class SeededBreach
    {
        public Telemed.Records.SoapNote? Note { get; set; }

        public Telemed.People.Patient? Allowed { get; set; }
    }
}

namespace Telemed.Platform
{
    internal sealed class SeededBreach
    {
        public static string? Name(Telemed.Tenancy.Tenant clinic) => clinic.Name;
    }
}

namespace Telemed.Seeded
{
    internal sealed class Stranger;
}
