using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telemed.Tests.Testing;

/// <summary>A certificate for 127.0.0.1 that nobody but its maker vouches for, in files as coturn reads them.</summary>
public sealed class OwnCertificate : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telemed-certificate-").FullName;

    public OwnCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=relay.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), Until);
        File.WriteAllText(Path.Combine(_folder, "fullchain.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "privkey.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Whole seconds, as certificates have them.</summary>
    public DateTimeOffset Until { get; } = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddDays(60).ToUnixTimeSeconds());

    /// <summary>With its key, for a server of ours.</summary>
    public X509Certificate2 Certificate => X509Certificate2.CreateFromPemFile(Path.Combine(_folder, "fullchain.pem"), Path.Combine(_folder, "privkey.pem"));

    /// <summary>The printed configuration, with this certificate in the place of the host's own.</summary>
    public string In(string config, string host) => config.Replace($"/etc/letsencrypt/live/{host}", _folder, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
