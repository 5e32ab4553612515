using System.Globalization;

namespace Telemed.Documents.Apart;

/// <summary>
/// What this program is when <see cref="ApartRun"/> starts it: it reads one file from its input and says on its output what was asked of it, without
/// a server, a configuration or a database.
/// </summary>
internal static class ApartProgram
{
    /// <summary>The first argument that makes the program this.</summary>
    public const string Word = "apart";

    /// <summary>Of a file, in bytes: it is held in memory whole.</summary>
    public const int LongestFile = 64 * 1024 * 1024;

    /// <param name="more">What else is said of it: the page.</param>
    public static int Run(string what, IReadOnlyList<string> more)
    {
        using var input = Console.OpenStandardInput();
        using var output = new BufferedStream(Console.OpenStandardOutput());
        try
        {
            var file = Whole(input);
            switch (what)
            {
                case PdfWords.Name:
                    PdfWords.Write(file, output);
                    return 0;
                case WordWords.Name:
                    WordWords.Write(file, output);
                    return 0;
                case MailParts.Name:
                    MailParts.Write(file, output);
                    return 0;
                case SmallPicture.Name:
                    SmallPicture.Write(file, output);
                    return 0;
                case LargePicture.Name:
                    LargePicture.Write(file, output);
                    return 0;
                case PagePicture.Name:
                    PagePicture.Write(file, more.Count > 0 ? int.Parse(more[0], CultureInfo.InvariantCulture) : 1, output);
                    return 0;
                default:
                    return 2;
            }
        }
#pragma warning disable CA1031 // whatever a hostile file provokes: whoever asked hears that it could not be read
        catch (Exception)
        {
            return 1;
        }
#pragma warning restore CA1031
    }

    private static MemoryStream Whole(Stream input)
    {
        var whole = new MemoryStream();
        var buffer = new byte[81_920];
        while (input.Read(buffer) is var read and > 0)
        {
            if (whole.Length + read > LongestFile)
            {
                throw new InvalidDataException();
            }

            whole.Write(buffer, 0, read);
        }

        whole.Position = 0;
        return whole;
    }
}
