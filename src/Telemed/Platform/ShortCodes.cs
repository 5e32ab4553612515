using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Telemed.Platform;

/// <summary>
/// Six-digit codes sent by mail. Their hash is keyed: whoever steals the database alone could try all million codes of a bare hash in
/// a blink. The key lies in the keys folder, readable by its owner only.
/// </summary>
public sealed class ShortCodes(IOptions<TelemedOptions> options)
{
    public const int Digits = 6;

    private readonly Lazy<byte[]> _key = new(() => KeyIn(Path.Combine(options.Value.DataFolder, "keys")));

    /// <summary>Six random digits.</summary>
    public static string New() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>HMAC-SHA256 of the code and of the row that it belongs to; spaces that people type between digits do not count.</summary>
    public byte[] Hash(Guid row, string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var digits = new string([.. code.Where(c => !char.IsWhiteSpace(c)).Take(Digits + 1)]);
        byte[] message = [.. row.ToByteArray(), .. Encoding.UTF8.GetBytes(digits)];
        return HMACSHA256.HashData(_key.Value, message);
    }

    /// <summary>True when <paramref name="code"/> is the one behind <paramref name="hash"/>; takes the same time whether or not.</summary>
    public bool Matches(byte[]? hash, Guid row, string code) =>
        CryptographicOperations.FixedTimeEquals(Hash(row, code), hash ?? []);

    private static byte[] KeyIn(string folder)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, "codes.key");
        if (!File.Exists(file))
        {
            // Whole in one step, and never over a key that another process has made meanwhile.
            var fresh = $"{file}.{Guid.CreateVersion7():N}";
            var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var stream = new FileStream(fresh, how))
            {
                stream.Write(RandomNumberGenerator.GetBytes(32));
                stream.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(fresh, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(fresh);
            }
        }

        return File.ReadAllBytes(file);
    }
}
