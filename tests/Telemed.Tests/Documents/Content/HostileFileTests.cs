using System.Net;
using System.Text;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Accounts;
using Telemed.Documents;
using Telemed.Documents.Content;
using Telemed.Platform;

namespace Telemed.Tests.Documents.Content;

/// <summary>Files made to do harm: each refused with its reason, and honest ones beside them taken.</summary>
public sealed class HostileFileTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private const string Script = "<</S/JavaScript/JS(app.alert(1))>>";

    private const string Keys = "/Type/ObjStm/N 1/First 4/Filter/FlateDecode";

    private static byte[] Scripted => Encoding.ASCII.GetBytes($"1 0 {Script}");

    public static TheoryData<string, string, byte[], FileRefusal> Pdfs { get; } =
    [
        ("a script at opening", "a.pdf", Hostile.Pdf($"1 0 obj<</OpenAction{Script}>>endobj"), FileRefusal.ActiveContent),
        ("a script whose name is written otherwise", "a.pdf", Hostile.Pdf("1 0 obj<</OpenAction<</S/J#61vaS#63ript>>>>endobj"), FileRefusal.ActiveContent),
        ("a script across two readings", "a.pdf", Hostile.Pdf(new string(' ', Telemed.Documents.Content.Bytes.Window - 20) + Script), FileRefusal.ActiveContent),
        ("a script within the bytes of a stream", "a.pdf", Hostile.Pdf($"4 0 obj<</Length 99>>stream\n5 0 obj{Script}endobj\nendstream"), FileRefusal.ActiveContent),
        ("a program to be opened", "a.pdf", Hostile.Pdf("1 0 obj<</OpenAction<</S /Launch /F (cmd.exe)>>>>endobj"), FileRefusal.ActiveContent),
        ("another file within", "a.pdf", Hostile.Pdf("1 0 obj<</Names<</EmbeddedFiles 2 0 R>>>>endobj"), FileRefusal.ActiveContent),
        ("a form that sends", "a.pdf", Hostile.Pdf("1 0 obj<</A<</S/SubmitForm/F(http://x)>>>>endobj"), FileRefusal.ActiveContent),
        ("an XFA form", "a.pdf", Hostile.Pdf("1 0 obj<</AcroForm<</XFA[1 2]>>>>endobj"), FileRefusal.ActiveContent),
        ("a film that runs", "a.pdf", Hostile.Pdf("1 0 obj<</Subtype/RichMedia>>endobj"), FileRefusal.ActiveContent),
        ("a script in an object stream", "a.pdf", Hostile.Packed(Scripted), FileRefusal.ActiveContent),
        ("the same with bare line ends", "a.pdf", Hostile.Packed(Scripted, line: "\n"), FileRefusal.ActiveContent),
        ("an object stream that does not say so", "a.pdf", Hostile.Packed(Scripted, "/N 1/First 4/Filter/FlateDecode"), FileRefusal.ActiveContent),
        ("an object stream whose keys are written otherwise", "a.pdf", Hostile.Packed(Scripted, "/Typ#65/Obj#53tm/#4E 1/Fir#73t 4/Filter[/Fl#61teDecode]"), FileRefusal.ActiveContent),
        ("an object stream that says nothing of its packing", "a.pdf", Hostile.Packed(Scripted, "/Type/ObjStm/N 1/First 4/Filter 9 0 R"), FileRefusal.ActiveContent),
        ("an object stream packed to hide names", "a.pdf", Hostile.Packed(Scripted, "/Type/ObjStm/N 1/First 4/Filter/FlateDecode/DecodeParms<</Predictor 12>>"), FileRefusal.ActiveContent),
        ("an object stream in another packing", "a.pdf", Hostile.Packed(Scripted, "/Type/ObjStm/N 1/First 4/Filter/LZWDecode"), FileRefusal.ActiveContent),
        ("an object stream behind padding", "a.pdf", Hostile.Packed(Scripted, Padded(20_000)), FileRefusal.ActiveContent),
        ("an object stream behind more padding than is read at once", "a.pdf", Hostile.Packed(Scripted, Padded(400_000)), FileRefusal.ActiveContent),
        ("an object stream behind a megabyte of it", "a.pdf", Hostile.Packed(Scripted, Padded(1_100_000)), FileRefusal.ActiveContent),
        ("an object stream with another object in a string", "a.pdf", Hostile.Packed(Scripted, $"{Keys}/A(\\) 9 0 obj<<>>)"), FileRefusal.ActiveContent),
        ("a dictionary that seems to end in an array", "a.pdf", Hostile.Packed(Scripted, $"/A[>>]{Keys}"), FileRefusal.ActiveContent),
        ("a dictionary that seems to end in a comment", "a.pdf", Hostile.Packed(Scripted, $"%>>\n{Keys}"), FileRefusal.ActiveContent),
        ("an object stream within a string", "a.pdf", [.. "%PDF-1.7\n1 0 obj<</A("u8, .. Hostile.Packed(Scripted), .. ")>>endobj"u8], FileRefusal.ActiveContent),
        ("an object stream in no packing that is known", "a.pdf", Hostile.Pdf($"3 0 obj<<{Keys}>>stream\nabcdef\nendstream"), FileRefusal.ActiveContent),
        ("a name alone at the end of an object stream", "a.pdf", Hostile.Packed("1 0 /JavaScript"u8.ToArray()), FileRefusal.ActiveContent),
        ("an object stream whose checksum is wrong", "a.pdf", Hostile.Packed("1 0 /A"u8.ToArray(), change: packed => packed[^1] ^= 1), FileRefusal.ActiveContent),
        ("an object stream that is cut off", "a.pdf", Hostile.Pdf($"3 0 obj<<{Keys}>>stream\n\u0078\u009Cnothing\nendstream"), FileRefusal.ActiveContent),
        ("an object stream that wants words from elsewhere", "a.pdf", Hostile.Packed(Scripted, change: packed => (packed[0], packed[1]) = (0x78, 0x20)), FileRefusal.ActiveContent),
        ("an object stream with a window that is none", "a.pdf", Hostile.Packed(Scripted, change: packed => (packed[0], packed[1]) = (0x88, 0x1C)), FileRefusal.ActiveContent),
        ("an object stream packed twice", "a.pdf", Hostile.Packed(Hostile.Zlib(Scripted), "/Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]"), FileRefusal.ActiveContent),
        ("an object stream with two filters said", "a.pdf", Hostile.Packed(Scripted, $"{Keys}/Filter/LZWDecode"), FileRefusal.ActiveContent),
        ("an object stream with the short name of its packing", "a.pdf", Hostile.Packed(Scripted, "/Type/ObjStm/N 1/First 4/Filter%\n[ /Fl ]"), FileRefusal.ActiveContent),
        ("an object stream with the short name of another", "a.pdf", Hostile.Packed(Scripted, "/Type/ObjStm/N 1/First 4/Filter/LZW"), FileRefusal.ActiveContent),
        ("an object stream with a predictor's short name", "a.pdf", Hostile.Packed("1 0 /A"u8.ToArray(), $"{Keys}/DP<</Predictor 12>>"), FileRefusal.ActiveContent),
        ("an object stream in another file", "a.pdf", Hostile.Packed("1 0 /A"u8.ToArray(), $"{Keys}/F(b.bin)"), FileRefusal.ActiveContent),
        ("an object stream that may begin at two places", "a.pdf", Hostile.Packed("1 0 /A"u8.ToArray(), line: "x\n"), FileRefusal.ActiveContent),
        ("a stream within an object stream", "a.pdf", Hostile.Packed("1 0 <</N 1>> % \n stream\nx"u8.ToArray()), FileRefusal.ActiveContent),
        ("the same behind much white space", "a.pdf", Hostile.Packed([.. "1 0 <</N 1>>"u8, .. Enumerable.Repeat((byte)' ', 2 * Telemed.Documents.Content.Bytes.Window), .. "stream\nx"u8]), FileRefusal.ActiveContent),
        ("object streams that lie in one another", "a.pdf", Hostile.Nested(1_000, 20_000_000), FileRefusal.ActiveContent),
        ("an object stream at a border of the reading", "a.pdf", Behind(Telemed.Documents.Content.Bytes.Window - PdfStreams.Overlap - 1, Hostile.Packed(Scripted, Padded(20_000))), FileRefusal.ActiveContent),
        ("a dictionary of more than is read of any", "a.pdf", Hostile.Packed("1 0 /A"u8.ToArray(), Padded(17_000_000)), FileRefusal.ActiveContent),
        ("what one reader takes for a blank, behind a name", "a.pdf", Hostile.Pdf("1 0 obj<</S/JavaScript\u0080>>endobj"), FileRefusal.ActiveContent),
        ("what one reader takes for a blank, before a dictionary", "a.pdf", [.. "%PDF-1.7\n3 0 obj"u8, 0xFF, 0x80, .. Hostile.Packed(Scripted)[16..]], FileRefusal.ActiveContent),
        ("a letter that one reader reads from no digit", "a.pdf", Hostile.Pdf("1 0 obj<</S/JavaScri#7zt>>endobj"), FileRefusal.ActiveContent),
        ("an object stream behind a word that is none", "a.pdf", Hostile.Packed(Scripted, $"{Keys}/A[x<<>>stream\r\n", line: "\r\n]>>"), FileRefusal.ActiveContent),
        ("an object stream behind one in its dictionary", "a.pdf", Hostile.Packed(Scripted, $"/A<</Length 3>>stream\n(((\nendstream{Keys}"), FileRefusal.ActiveContent),
        ("a file in a dictionary that never ends", "a.pdf", Hostile.Pdf("1 0 obj<</Type/Filespec/A(/EF<</F 5 0 R>> endobj"), FileRefusal.ActiveContent),
        ("an object stream that is not packed", "a.pdf", Hostile.Pdf("3 0 obj<</Type/ObjStm/N 1/First 4/Length 60>>stream\n1 0 <</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>\nendstream"), FileRefusal.ActiveContent),
        ("a file pinned to a page", "a.pdf", Hostile.Pdf("1 0 obj<</Subtype/FileAttachment/FS 2 0 R>>endobj"), FileRefusal.ActiveContent),
        ("a file in a dictionary", "a.pdf", Hostile.Pdf("1 0 obj<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>endobj"), FileRefusal.ActiveContent),
        ("a file in an object stream", "a.pdf", Hostile.Packed("1 0 <</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>"u8.ToArray()), FileRefusal.ActiveContent),
        ("a film's script", "a.pdf", Hostile.Pdf("1 0 obj<</S/Rendition/JS(app.alert(1))>>endobj"), FileRefusal.ActiveContent),
        ("a leap into a file within", "a.pdf", Hostile.Pdf("1 0 obj<</S/GoToE/T<</R/C>>>>endobj"), FileRefusal.ActiveContent),
        ("a leap to a share", "a.pdf", Hostile.Pdf("1 0 obj<</OpenAction<</S/GoToR/F(\\\\\\\\host\\\\share)>>>>endobj"), FileRefusal.ActiveContent),
        ("dictionaries in one another", "a.pdf", Hostile.Pdf(string.Concat(Enumerable.Repeat("1 0 obj<</A", 100_000))), FileRefusal.ActiveContent),
        ("objects that never end", "a.pdf", Hostile.Pdf(string.Concat(Enumerable.Repeat("1 0 obj<</A(", 300_000))), FileRefusal.ActiveContent),
        ("an object stream that unpacks without end", "a.pdf", Hostile.Packed(new byte[130_000_000]), FileRefusal.Bomb),
        ("a PDF under a password", "a.pdf", Hostile.Pdf("trailer<</Encrypt 5 0 R>>"), FileRefusal.Locked),
        ("a zip behind a PDF", "a.pdf", [.. Samples.Pdf, .. Offset(Samples.Pdf.Length, Hostile.Zip(("a.jar", [1])))], FileRefusal.TwoKinds),
        ("a PDF that does not begin as one", "a.pdf", [.. "GIF89a"u8, .. Samples.Pdf], FileRefusal.ContentMismatch),
    ];

    public static TheoryData<string, string, byte[], FileRefusal> Others { get; } =
    [
        ("macros in a document", "a.docx", Hostile.Docx(("word/vbaProject.bin", [1])), FileRefusal.ActiveContent),
        ("parts that one reader sees and another does not", "a.docx", Hostile.DocxOfTwoMinds(), FileRefusal.ActiveContent),
        ("macros elsewhere", "a.docx", Hostile.Docx(("x/VbaProject.BIN", [1])), FileRefusal.ActiveContent),
        ("macros in its list of parts", "a.docx", Hostile.Zip(("[Content_Types].xml", "<Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/>"u8.ToArray()), ("word/document.xml", [1])), FileRefusal.ActiveContent),
        ("a packed file within a document", "a.docx", Hostile.Docx(("word/embeddings/oleObject1.bin", [1])), FileRefusal.ActiveContent),
        ("a control that runs", "a.docx", Hostile.Docx(("word/activeX/activeX1.xml", [1])), FileRefusal.ActiveContent),
        ("a name that leads out", "a.docx", Hostile.Docx(("../../etc/passwd", [1])), FileRefusal.ContentMismatch),
        ("one name twice", "a.docx", Hostile.Docx(("word/document.xml", [1])), FileRefusal.ContentMismatch),
        ("a document that unpacks without end", "a.docx", Hostile.Docx(("word/media/a.bmp", new byte[30_000_000])), FileRefusal.Bomb),
        ("macros in an old document", "a.doc", Hostile.Utf16("_VBA_PROJECT"), FileRefusal.ActiveContent),
        ("a packed file in an old document", "a.doc", Hostile.Utf16("\u0001Ole10Native"), FileRefusal.ActiveContent),
        ("a picture of 50,000 by 50,000", "a.png", Hostile.Png(50_000, 50_000), FileRefusal.Bomb),
        ("the same as a JPEG", "a.jpg", Hostile.Jpeg(60_000, 60_000), FileRefusal.Bomb),
        ("the same as a WebP", "a.webp", Hostile.WebP(16_777_215, 16_777_215), FileRefusal.Bomb),
        ("the same as a TIFF", "a.tif", Hostile.Tiff(100_000, 100_000), FileRefusal.Bomb),
        ("the same as a HEIC", "a.heic", Hostile.Heic(100_000, 100_000), FileRefusal.Bomb),
        ("PHP in a picture", "a.png", [.. Hostile.Png(10, 10), .. "tEXt<?PHP system($_GET[0]);"u8], FileRefusal.TwoKinds),
        ("a script in a picture", "a.jpg", [.. Hostile.Jpeg(10, 10), .. "<ScRiPt>alert(1)</script>"u8], FileRefusal.TwoKinds),
        ("a page across two readings of a picture", "a.jpg", [.. Hostile.Jpeg(10, 10), .. new byte[Telemed.Documents.Content.Bytes.Window - 34], .. "<!DOCTYPE html>"u8], FileRefusal.TwoKinds),
        ("a zip behind a picture", "a.gif", [.. Samples.Gif, .. Hostile.Zip(("a.class", [1]))], FileRefusal.TwoKinds),
        ("a picture that is a script", "a.gif", [.. "GIF89a/*"u8, 1, 0, 0, .. "*/=1;alert(1)"u8], FileRefusal.TwoKinds),
        ("a page before an image of DICOM", "a.dcm", Hostile.Dicom("<html>"u8.ToArray()), FileRefusal.TwoKinds),
        ("a page named a mail", "a.eml", "<html>\r\nFrom: a\r\nDate: b\r\n\r\n"u8.ToArray(), FileRefusal.ContentMismatch),
    ];

    public static TheoryData<string, string, byte[]> Honest { get; } =
    [
        ("a PDF that opens at its page and leads to a site", "a.pdf", Hostile.Pdf("1 0 obj<</OpenAction[2 0 R/FitH]/A<</S/URI/URI(https://example.org)>>/Title(FEVG/EF 60 %)/Link(https://x.org/EF/1)/R[-1 .5 true null 7 0 R <0A> (\\()]/FirstChar 32/XFAction 1/EncryptMetadata false/JavaScripts 3>>endobj")),
        ("a PDF with an object stream", "a.pdf", Hostile.Packed("1 0 <</Type/Page>>"u8.ToArray())),
        ("a PDF whose name is cut by the reading", "a.pdf", Hostile.Pdf(new string(' ', Telemed.Documents.Content.Bytes.Window - 13) + "/XFAction 1")),
        ("a PDF of three hundred thousand pages", "a.pdf", Hostile.Pdf($"1 0 obj<</Kids[{string.Concat(Enumerable.Repeat("3 0 R ", 300_000))}]/T(\\()>>endobj")),
        ("a PDF with an object stream of words", "a.pdf", Hostile.Packed("1 0 <</T(A stream of light and blood\nstream infection, FEVG/EF 60 %)/EFont 2/F 4>>"u8.ToArray())),
        ("a PDF with an object stream that goes on another", "a.pdf", Hostile.Packed("1 0 /A"u8.ToArray(), "/Filter [ /FlateDecode ]/First 4/N 1/Extends 3 0 R/FFont 1", "\n")),
        ("a PDF with an empty object stream", "a.pdf", Hostile.Packed([], "/Type/ObjStm/N 0/First 0/Filter/FlateDecode")),
        ("a PDF with two thousand object streams", "a.pdf", [.. "%PDF-1.7\n"u8, .. Enumerable.Repeat(Hostile.Packed("1 0 <</Type/Page>>"u8.ToArray())[9..], 2_000).SelectMany(b => b)]),
        ("a PDF with a picture of three megabytes", "a.pdf", [.. Samples.Pdf, .. Hostile.Noise([.. "4 0 obj<</Subtype/Image>>stream\n"u8], 3_000_000), .. "\nendstream"u8]),
        ("a document with a picture and a sheet", "a.docx", Hostile.Docx(("word/media/a.png", Samples.Png), ("word/embeddings/Microsoft_Excel_Sheet.xlsx", Samples.Docx))),
        ("a picture of a large camera", "a.jpg", Hostile.Noise(Hostile.Jpeg(16_000, 12_000), 2_000_000)),
        ("a picture", "a.png", Hostile.Noise(Hostile.Png(800, 600), 500_000)), ("a picture of a telephone", "a.heic", Hostile.Noise(Hostile.Heic(4032, 3024), 500_000)),
        ("a picture of a site", "a.webp", Hostile.WebP(800, 600)), ("a scan", "a.tiff", Hostile.Tiff(2480, 3508)),
        ("an image of DICOM", "a.dcm", Hostile.Dicom([])), ("one that is a TIFF too", "a.dcm", Hostile.Dicom("II*\0"u8.ToArray())),
        ("a mail", "a.eml", Hostile.Mail), ("an old document", "a.doc", Hostile.Utf16("WordDocument")),
    ];

    [Theory, MemberData(nameof(Pdfs)), MemberData(nameof(Others)), Trait("Database", "either")]
    public void What_would_do_harm_is_refused_with_its_reason(string what, string name, byte[] bytes, FileRefusal why) => Assert.Equal((what, why), (what, Fault(name, bytes)));

    [Theory, MemberData(nameof(Honest)), Trait("Database", "either")]
    public void What_is_honest_is_taken(string what, string name, byte[] bytes) => Assert.Equal((what, null), (what, Fault(name, bytes)));

    [Theory, Trait("Database", "either")]
    [InlineData(".pdf"), InlineData(".docx"), InlineData(".doc"), InlineData(".jpg"), InlineData(".png"), InlineData(".gif"), InlineData(".webp"), InlineData(".tif"), InlineData(".heic"), InlineData(".dcm"), InlineData(".eml"), InlineData(".txt")]
    public void Whatever_bytes_come_an_answer_is_given(string extension)
    {
        byte[][] heads = [Samples.Pdf, Hostile.Packed(Scripted), Hostile.Docx(), Samples.Doc, Hostile.Jpeg(9, 9), Hostile.Png(9, 9), Samples.Gif, Hostile.WebP(9, 9), Hostile.Tiff(9, 9), Hostile.Heic(9, 9), Hostile.Dicom([]), Hostile.Mail];
        Gen.Select(Gen.Int[0, heads.Length - 1], Gen.Int[0, 400], Gen.Select(Gen.Int[0, 400], Gen.Byte).List[0, 8]).Sample((head, length, changes) =>
        {
            var bytes = heads[head][..Math.Min(length, heads[head].Length)];
            foreach (var (at, change) in changes.Where(c => c.Item1 < bytes.Length))
            {
                bytes[at] = change;
            }

            // No exception is what is asked for.
            FileType.ByExtension(extension)!.Fault(new MemoryStream(bytes));
        }, iter: 2_000);
    }

    [Fact]
    public async Task Each_reason_is_said_in_the_readers_language_and_nothing_is_kept()
    {
        foreach (var (language, title) in ((string, string)[])[("fr", "Le fichier n’a pas été ajouté"), ("en", "The file was not added")])
        {
            await app.InScope(s => s.GetRequiredService<Db>().Accounts.Where(a => a.Id == app.Cast.Alice.Account).ExecuteUpdateAsync(a => a.SetProperty(x => x.Language, language)));
            await Refused(title);
        }

        Assert.False(await app.InClinic(app.Cast.North, db => db.Documents.AnyAsync()));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.DataFolder, "files"), "*", SearchOption.AllDirectories));
    }

    private async Task Refused(string title)
    {
        var alice = await app.Browser(app.Cast.Alice);
        foreach (var (name, bytes, code) in ((string, byte[], string)[])[
            ("macro.docx", Hostile.Docx(("word/vbaProject.bin", [1])), "active-content"), ("deux.gif", [.. "GIF89a/*"u8, 1, 0, 0], "two-kinds"),
            ("bombe.png", Hostile.Png(50_000, 50_000), "bomb"), ("secret.pdf", Hostile.Pdf("<</Encrypt 5 0 R>>"), "locked")])
        {
            var answer = await alice.Upload(app.Cast.Bob, name, bytes);
            var problem = await answer.Json();
            Assert.Equal((HttpStatusCode.UnsupportedMediaType, code, title), (answer.StatusCode, problem.GetProperty("code").GetString(), problem.GetProperty("title").GetString()));
            Assert.True(problem.GetProperty("detail").GetString()!.Length > 40);
        }
    }

    private static byte[] Behind(int by, byte[] pdf) => [.. pdf[..9], .. Enumerable.Repeat((byte)' ', by - pdf.AsSpan().IndexOf("obj"u8)), .. pdf[9..]];

    private static string Padded(int by) => $"/A({new string('x', by)}){Keys}";

    private static FileRefusal? Fault(string name, byte[] bytes) => FileType.ByExtension(Path.GetExtension(name))!.Fault(new MemoryStream(bytes));

    /// <summary>A zip that stands behind other bytes, as one that is made for it: its directory is found from the beginning of the file.</summary>
    private static byte[] Offset(int by, byte[] zip)
    {
        var end = zip.Length - 22;
        BitConverter.TryWriteBytes(zip.AsSpan(end + 16), BitConverter.ToInt32(zip, end + 16) + by);
        return zip;
    }
}
