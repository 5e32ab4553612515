using System.Runtime.InteropServices;
using NetVips;

namespace Telemed.Documents.Apart;

/// <summary>
/// A picture of a telephone (HEIC), decoded by Debian's libheif where it is installed: libvips is shipped without that decoder. Debian's commands for
/// it read and write named files only, and no clear byte touches the disk: so the library itself is called.
/// </summary>
internal static class HeicPicture
{
    private const string Library = "libheif.so.1";

    // libheif/heif.h: heif_colorspace_RGB, heif_chroma_interleaved_RGB, heif_channel_interleaved.
    private const int Rgb = 1;
    private const int Interleaved = 10;

    private const int Colours = 3;

    /// <summary>It is installed.</summary>
    public static bool IsReadable { get; } = NativeLibrary.TryLoad(Library, out _);

    public static bool Is(ReadOnlySpan<byte> file) => file.Length >= 12 && file[4..8].SequenceEqual("ftyp"u8);

    /// <summary>Its main picture, turned as it says. Nothing is given back to the library: the process ends with it.</summary>
    public static Image Open(byte[] file)
    {
        var pinned = GCHandle.Alloc(file, GCHandleType.Pinned);
        try
        {
            var context = Begin();
            Check(Read(context, pinned.AddrOfPinnedObject(), (nuint)file.Length, 0));
            Check(Primary(context, out var handle));
            Check(Decode(handle, out var picture, Rgb, Interleaved, 0));
            return Packed(Plane(picture, Interleaved, out var stride), stride, Width(picture, Interleaved), Height(picture, Interleaved));
        }
        finally
        {
            pinned.Free();
        }
    }

    /// <summary>Its lines stand apart in the library's memory, and close in ours.</summary>
    private static Image Packed(nint plane, int stride, int width, int height)
    {
        if (plane == 0 || width <= 0 || height <= 0 || stride < width * Colours)
        {
            throw new InvalidDataException();
        }

        var line = width * Colours;
        var packed = new byte[(long)line * height];
        for (var y = 0; y < height; y++)
        {
            Marshal.Copy(plane + (nint)((long)y * stride), packed, y * line, line);
        }

        using var image = Image.NewFromMemory(packed, width, height, Colours, Enums.BandFormat.Uchar);
        return image.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static void Check(HeifError error)
    {
        if (error.Code != 0)
        {
            throw new InvalidDataException();
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct HeifError(int Code, int Detail, nint Message);

    [DllImport(Library, EntryPoint = "heif_context_alloc")]
    private static extern nint Begin();

    [DllImport(Library, EntryPoint = "heif_context_read_from_memory_without_copy")]
    private static extern HeifError Read(nint context, nint bytes, nuint length, nint options);

    [DllImport(Library, EntryPoint = "heif_context_get_primary_image_handle")]
    private static extern HeifError Primary(nint context, out nint handle);

    [DllImport(Library, EntryPoint = "heif_decode_image")]
    private static extern HeifError Decode(nint handle, out nint picture, int space, int chroma, nint options);

    [DllImport(Library, EntryPoint = "heif_image_get_plane_readonly")]
    private static extern nint Plane(nint picture, int channel, out int stride);

    [DllImport(Library, EntryPoint = "heif_image_get_width")]
    private static extern int Width(nint picture, int channel);

    [DllImport(Library, EntryPoint = "heif_image_get_height")]
    private static extern int Height(nint picture, int channel);
}
