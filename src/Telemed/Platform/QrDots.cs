using QRCoder;

namespace Telemed.Platform;

/// <summary>A QR code as rows of dots, for a page that draws it itself.</summary>
internal static class QrDots
{
    /// <returns>As many rows as columns, the quiet zone included; "1" is black.</returns>
    public static IReadOnlyList<string> Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return [.. code.ModuleMatrix.Select(row => string.Concat(row.Cast<bool>().Select(dot => dot ? '1' : '0')))];
    }
}
