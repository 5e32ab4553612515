using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime.Text;

namespace Telemed.Records.Signing;

/// <summary>
/// Binds a signed version to everything that it says: SHA-256 over its canonical form. The form is the fields of <see cref="Fields"/> in their
/// order, each as the length of its UTF-8 bytes (four bytes, big-endian; −1 for null) and the bytes. Ids are written in lower case with hyphens,
/// numbers and instants (milliseconds since 1970) in digits. The seal before it is one of the fields, so that the versions of a note form a chain.
/// </summary>
public static class NoteSeal
{
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>Of a version that was made of this note.</summary>
    /// <param name="before">The seal of the version before; null for the first.</param>
    public static byte[] Of(SoapNote note, SoapNoteVersion version, byte[]? before)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(version);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in Fields(note, version, before))
        {
            var bytes = field is null ? null : Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes?.Length ?? -1);
            hash.AppendData(length);
            hash.AppendData(bytes ?? []);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Which versions no longer say what was signed, by number; 0 stands for the note's own row. Empty: all holds.</summary>
    /// <param name="versions">All of them, in any order. Those that were signed before there were seals have none and are not looked at.</param>
    /// <param name="audited">The seals that the audit trail holds of this note, in hexadecimal.</param>
    public static IReadOnlyList<int> Broken(SoapNote note, IEnumerable<SoapNoteVersion> versions, IReadOnlySet<string> audited)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(audited);
        var broken = new List<int>();
        byte[]? before = null;
        SoapNoteVersion? last = null;
        foreach (var version in versions.OrderBy(v => v.Number))
        {
            if (version.Seal is { } seal && (!seal.AsSpan().SequenceEqual(Of(note, version, before)) || !audited.Contains(Hex(seal))
                || version.Number != (last?.Number ?? 0) + 1))
            {
                broken.Add(version.Number);
            }

            (before, last) = (version.Seal, version);
        }

        // The row itself repeats what its versions say.
        var first = versions.MinBy(v => v.Number);
        if (last is { Seal: not null } && (note.Status != last.Makes || note.Version != last.Revision || note.SavedAt != last.SignedAt || note.Text != first!.Text with { Details = last.Details }))
        {
            broken.Insert(0, 0);
        }

        // A version that was there when it was signed is gone.
        if (audited.Count > versions.Count(v => v.Seal is not null) && broken.Count is 0)
        {
            broken.Add(0);
        }

        return broken;
    }

    public static string Hex(byte[] seal) => Convert.ToHexStringLower(seal);

    private static IEnumerable<string?> Fields(SoapNote note, SoapNoteVersion version, byte[]? before) =>
    [
        "telemed-note-1", note.TenantId.ToString(), version.TenantId.ToString(), note.Id.ToString(), version.SoapNoteId.ToString(), note.EncounterId.ToString(), note.PatientId.ToString(),
        note.AuthorId.ToString(), Number(note.CreatedAt.ToUnixTimeMilliseconds()), version.Id.ToString(), Number(version.Number), version.Subjective, version.Objective, version.Assessment,
        version.Plan, version.SignedBy.ToString(), Number(version.SignedAt.ToUnixTimeMilliseconds()), version.Reason, version.Makes?.ToString(), Number(version.Revision),
        before is null ? null : Hex(before), .. Details(version.Details),
    ];

    private static IEnumerable<string?> Details(NoteDetails details) =>
    [
        details.Category.ToString(), details.Priority.ToString(), details.Confidentiality.ToString(), details.Tags, details.Minutes is { } minutes ? Number(minutes) : null,
        details.FollowUp is { } day ? LocalDatePattern.Iso.Format(day) : null,
    ];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
