using System.Globalization;
using System.Text;
using Telemed.Platform;

namespace Telemed.Documents.Uploads;

/// <summary>What the tus protocol 1.0.0 says in headers (tus.io/protocols/resumable-upload).</summary>
internal static class TusHeaders
{
    public const string Version = "1.0.0";
    public const string Resumable = "Tus-Resumable";
    public const string Offset = "Upload-Offset";
    public const string Length = "Upload-Length";
    public const string Metadata = "Upload-Metadata";
    public const string Expires = "Upload-Expires";
    public const string Sum = "Upload-Checksum";
    public const string Bytes = "application/offset+octet-stream";
    public const string Extensions = "creation,creation-with-upload,termination,checksum,expiration";

    /// <summary>460: the protocol's own number.</summary>
    public const int ChecksumMismatch = 460;

    public static bool IsSpoken(HttpRequest request) => request.Headers[Resumable] == Version;

    public static bool HasBytes(HttpRequest request) => string.Equals(request.ContentType, Bytes, StringComparison.OrdinalIgnoreCase);

    /// <summary>A length or an offset; null when it is none.</summary>
    public static long? Number(HttpRequest request, string header) =>
        long.TryParse(request.Headers[header], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static void Tell(HttpResponse response, Upload upload, long offset)
    {
        response.Headers[Offset] = offset.ToString(CultureInfo.InvariantCulture);
        response.Headers[Expires] = upload.ExpiresAt.ToDateTimeUtc().ToString("R", CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-store";
    }

    /// <summary>Keys with their values, which stand in base64 of UTF-8; null when it cannot be read.</summary>
    public static Dictionary<string, string>? Read(string metadata)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in metadata.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (key, text) = pair.Split(' ') switch { [var k] => (k, ""), [var k, var v] => (k, v), _ => ("", "") };
            var bytes = new byte[text.Length];
            if (key.Length == 0 || !Convert.TryFromBase64String(text, bytes, out var length) || !pairs.TryAdd(key, Encoding.UTF8.GetString(bytes, 0, length)))
            {
                return null;
            }
        }

        return pairs;
    }
}
