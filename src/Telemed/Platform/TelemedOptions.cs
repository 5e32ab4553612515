namespace Telemed.Platform;

/// <summary>The configuration section <c>Telemed</c>. Every value has a default that works on one machine.</summary>
public sealed class TelemedOptions
{
    public const string Section = "Telemed";

    /// <summary>Folder of the database, keys and files. Readable by its owner only.</summary>
    public string DataFolder { get; set; } = "data";

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
