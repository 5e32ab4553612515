namespace Telemed.Platform;

/// <summary>The configuration section <c>Telemed</c>. Every value has a default that works on one machine.</summary>
public sealed class TelemedOptions
{
    public const string Section = "Telemed";

    /// <summary>Folder of the database, keys and files. Readable by its owner only.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>
    /// Folder of the keys that encrypt stored files; null means <c>keys/files</c> in <see cref="DataFolder"/>. On another disk, whoever holds the
    /// disk of the data holds no file. The same at every node.
    /// </summary>
    public string? KeyFolder { get; set; }

    /// <summary>The largest file that is taken into a record, in bytes, at most 2,000,000,000.</summary>
    public long LargestFile { get; set; } = 50_000_000;

    /// <summary>Bytes of files that each clinic may have; null: as many as the disk holds.</summary>
    public long? ClinicQuota { get; set; }

    /// <summary>Bytes of files that each patient's record may have; null: as many as its clinic.</summary>
    public long? PatientQuota { get; set; }

    /// <summary>
    /// ClamAV's daemon, as <c>host:port</c> or as the path of its socket, for example <c>/run/clamav/clamd.ctl</c>. Set: no file is filed before it said
    /// that it found nothing. Empty: none is asked.
    /// </summary>
    public string? ClamAv { get; set; }

    /// <summary>A bucket for stored files, instead of the data folder. Without a name: there is none.</summary>
    public S3Options S3 { get; set; } = new();

    /// <summary>A PostgreSQL connection string; empty means SQLite in <see cref="DataFolder"/>.</summary>
    public string? Postgres { get; set; }

    /// <summary>
    /// The address people type, for example <c>https://visio.clinic.example</c>: links in mails are built from it, never from a
    /// request's Host header. Empty means the address that the server bound.
    /// </summary>
    public string? PublicAddress { get; set; }

    /// <summary>IP addresses of the reverse proxies in front; only from them is X-Forwarded-For and -Proto believed. Empty: none is.</summary>
    public string[] Proxies { get; set; } = [];

    /// <summary>The SMTP server. Empty host: mails stay in the outbox; in development they can be read at /dev/mail.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>The relay for calls that find no direct way. Empty host: there is none.</summary>
    public TurnOptions Turn { get; set; } = new();

    /// <summary>Practitioners' calendars elsewhere; read only where a clinic allows it and a practitioner gave an address.</summary>
    public CalendarOptions Calendars { get; set; } = new();

    /// <summary>Several processes that serve one installation together, on one PostgreSQL. Without an address: this one is alone.</summary>
    public ClusterOptions Cluster { get; set; } = new();
}

public sealed class S3Options
{
    /// <summary>Of this installation alone. Set: stored files go there, and those in the data folder are still read.</summary>
    public string? Bucket { get; set; }

    /// <summary>The server, for example <c>https://s3.hoster.example</c>; empty: Amazon's own of <see cref="Region"/>.</summary>
    public string? Endpoint { get; set; }

    public string Region { get; set; } = "us-east-1";
    public string AccessKey { get; set; } = "";
    public string SecretKey { get; set; } = "";

    /// <summary>The bucket's name stands in the path, not before the server's name: what servers of other makes mostly want.</summary>
    public bool PathStyle { get; set; } = true;

    /// <summary>Set to move away from it: new files go to the data folder, those in the bucket are still read.</summary>
    public bool Leaving { get; set; }

    /// <summary>There is no bucket, or what is said of it is enough to ask it.</summary>
    public bool IsPossible => string.IsNullOrEmpty(Bucket)
        || (AccessKey.Length > 0 && SecretKey.Length > 0 && Region.Length > 0
            && (string.IsNullOrEmpty(Endpoint) || (Uri.TryCreate(Endpoint, UriKind.Absolute, out var server) && server.Scheme is "http" or "https")));
}

public sealed class ClusterOptions
{
    /// <summary>This node's own IP address, under which the other nodes reach it. Set: this process is one of several.</summary>
    public string? Address { get; set; }

    /// <summary>For the nodes among themselves; nobody else may reach it.</summary>
    public int Port { get; set; } = 11111;

    /// <summary>The same at every node of an installation.</summary>
    public string Id { get; set; } = "telemed";
}

public sealed class CalendarOptions
{
    /// <summary>Minutes from one reading of a calendar to the next, 5 to 1440.</summary>
    public int Minutes { get; set; } = 15;
}

public sealed class TurnOptions
{
    /// <summary>Name or address under which browsers reach the relay.</summary>
    public string? Host { get; set; }

    /// <summary>For UDP and TCP.</summary>
    public int Port { get; set; } = 3478;

    /// <summary>For TLS, which gets through where nothing else does; 443 if that is free. Null: no TLS.</summary>
    public int? TlsPort { get; set; }

    /// <summary>Shared with the relay (coturn's <c>static-auth-secret</c>).</summary>
    public string? Secret { get; set; }
}

public sealed class SmtpOptions
{
    public string? Host { get; set; }
    public int Port { get; set; } = 587;
    public string? User { get; set; }
    public string? Password { get; set; }

    /// <summary>none, starttls or tls.</summary>
    public string Security { get; set; } = "starttls";
    public string From { get; set; } = "telemed@localhost";
}
