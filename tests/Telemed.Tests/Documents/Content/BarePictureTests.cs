using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Telemed.Documents;
using Telemed.Documents.Content;
using Telemed.Platform;
using Telemed.Tests.Documents.Tus;

namespace Telemed.Tests.Documents.Content;

/// <summary>What a camera writes beside a picture is not filed: where it was taken, when, by what. The picture's own bytes are not touched.</summary>
public sealed class BarePictureTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private const string Place = "GPS 48.8566 2.3522";

    private static readonly byte[] Film = Encoding.ASCII.GetBytes($"ftypmp42 a film behind it, {Place}");

    private static readonly byte[] Upright = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_picture_of_two_hundred_thousand_turns_costs_no_more_than_one_of_five_hundred()
    {
        using var file = new MemoryStream([0xFF, 0xD8, 0xFF, 0xDB, 0, 2, .. Enumerable.Repeat<byte[]>([0xFF, 0xDA, 0, 2], 200_000).SelectMany(b => b)]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(Telemed.Documents.Content.Bare.BareJpeg.Of(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public async Task A_photo_is_filed_upright_and_without_place_time_and_device_and_the_receipt_is_of_what_was_sent()
    {
        var sent = Jpeg(6);
        var alice = await app.Browser(app.Cast.Alice);
        foreach (var cut in (int[])[sent.Length, 100])
        {
            var tus = new TusClient(alice);
            var path = await tus.Begin(app.Cast.Bob, "peau.jpg", sent.Length);
            await tus.Patch(path, 0, sent[..cut]);
            await tus.Patch(path, cut, sent[cut..]);
            var receipt = await tus.Receipt(path);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(sent)), receipt.GetProperty("sha256").GetString());
            var id = receipt.GetProperty("document").GetProperty("id").GetGuid();
            var filed = await Downloaded(alice, id);
            Assert.Equal([.. Head, .. Upright, .. Colours, .. Picture], filed);
            Assert.Equal(SHA256.HashData(filed), await app.InClinic(app.Cast.North, db => db.Documents.Where(d => d.Id == new DocumentId(id)).Select(d => d.Sha256).SingleAsync(Cancel)));
        }

        // The bytes as they were sent are nowhere any more.
        var named = await app.InClinic(app.Cast.North, db => db.Documents.Select(d => d.Blob).ToListAsync(Cancel));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.DataFolder, "files"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Except(named));
    }

    [Theory]
    [InlineData("droite.jpg"), InlineData("capture.png"), InlineData("site.webp"), InlineData("telephone.heic")]
    public async Task Each_kind_of_picture_loses_what_does_not_belong_to_it_and_nothing_else(string name)
    {
        var (sent, filed) = Path.GetExtension(name) switch
        {
            ".jpg" => (Jpeg(1), [.. Head, .. Colours, .. Picture]),
            ".png" => (Png("tEXt", "eXIf", "iTXt"), Png()),
            ".webp" => (WebP(0x2C, ("EXIF", Place), ("XMP ", Place)), WebP(0x20)),
            _ => (Heic(Place), Heic(new string('\0', Place.Length))),
        };
        var alice = await app.Browser(app.Cast.Alice);
        foreach (var bytes in (byte[][])[sent, filed])
        {
            var answer = await alice.Upload(app.Cast.Bob, name, bytes);
            var id = (await answer.Json()).GetProperty("id").GetGuid();
            Assert.Equal(filed, await Downloaded(alice, id));
            Assert.Equal(bytes == filed, await app.InClinic(app.Cast.North, db => db.Documents.Where(d => d.Id == new DocumentId(id)).Select(d => d.Received == null).SingleAsync(Cancel)));
        }
    }

    [Theory, Trait("Database", "either")]
    [InlineData(".jpg"), InlineData(".png"), InlineData(".webp"), InlineData(".heic")]
    public async Task Whatever_bytes_come_what_stays_can_be_read(string extension)
    {
        byte[][] heads = [Jpeg(6), Png("eXIf"), WebP(0x2C, ("EXIF", Place)), Heic(Place)];
        await Gen.Select(Gen.Int[0, heads.Length - 1], Gen.Int[0, 400], Gen.Select(Gen.Int[0, 400], Gen.Byte).List[0, 8]).SampleAsync(async (head, length, changes) =>
        {
            var bytes = heads[head][..Math.Min(length, heads[head].Length)];
            foreach (var (at, change) in changes.Where(c => c.Item1 < bytes.Length))
            {
                bytes[at] = change;
            }

            if (FileType.ByExtension(extension)!.Bare(new MemoryStream(bytes)) is { } bare)
            {
                await bare.CopyToAsync(Stream.Null, Cancel);
            }
        }, iter: 2_000);
    }

    private static byte[] Head => [0xFF, 0xD8, .. Segment(0xE0, "JFIF\0\u0001\u0002\0\0\u0001\0\u0001\0\0")];

    private static byte[] Colours => Segment(0xE2, "ICC_PROFILE\0\u0001\u0001sRGB");

    private static byte[] Picture => [0xFF, .. Segment(0xDB, new string('\u0001', 65)), .. Segment(0xC0, "\b\0\u0010\0\u0010\u0001\u0001\u0011\0"), .. Segment(0xC4, new string('\u0002', 20)),
        .. Segment(0xDA, "\u0001\u0001\0\0?\0"), 0x12, 0x34, 0xFF, 0x00, 0x56, 0xFF, 0xD0, 0x78, .. Segment(0xDB, "\u00FF\u00D9" + new string('\u0003', 63)), .. Segment(0xDA, "\u0001\u0001\0\0?\0"), 0x9A, 0xFF, 0xD9];

    private static byte[] Jpeg(byte orientation) =>
    [
        .. Head, .. Segment(0xE1, $"Exif\0\0II*\0\b\0\0\0\u0002\0\u000F\u0001\u0002\0\u0004\0\0\0Cam\0\u0012\u0001\u0003\0\u0001\0\0\0{(char)orientation}\0\0\0\0\0\0\0{Place}"),
        .. Segment(0xE1, $"http://ns.adobe.com/xap/1.0/\0{Place}"), .. Colours, .. Segment(0xE2, $"MPF\0{Place}"), .. Segment(0xED, $"Photoshop 3.0\0{Place}"), .. Segment(0xFE, Place), .. Picture, .. Film,
    ];

    private static byte[] Segment(byte marker, string content)
    {
        var bytes = Encoding.Latin1.GetBytes(content);
        return [0xFF, marker, (byte)((bytes.Length + 2) >> 8), (byte)(bytes.Length + 2), .. bytes];
    }

    private static byte[] Png(params string[] more)
    {
        byte[] Chunk(string kind, byte[] content)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
            return [.. length, .. Encoding.ASCII.GetBytes(kind), .. content, 1, 2, 3, 4];
        }

        return [.. Hostile.Png(8, 8), 1, 2, 3, 4, .. more.SelectMany(kind => Chunk(kind, Encoding.ASCII.GetBytes(Place))), .. Chunk("IDAT", new byte[40]), .. Chunk("IEND", []), .. more.Length > 0 ? Film : []];
    }

    private static byte[] WebP(byte flags, params (string Kind, string Content)[] more)
    {
        static byte[] Chunk(string kind, byte[] content) => [.. Encoding.ASCII.GetBytes(kind), .. BitConverter.GetBytes(content.Length), .. content, .. new byte[content.Length & 1]];
        byte[] chunks = [.. Chunk("VP8X", [flags, 0, 0, 0, 7, 0, 0, 7, 0, 0]), .. Chunk("VP8L", [0x2F, 7, 0, 0, 9]), .. more.SelectMany(c => Chunk(c.Kind, Encoding.ASCII.GetBytes(c.Content)))];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length + 4), .. "WEBP"u8, .. chunks];
    }

    /// <summary>One picture and one item of Exif, whose place is said in the table of items.</summary>
    private static byte[] Heic(string exif)
    {
        static byte[] Box(string kind, byte[] content) => [0, 0, (byte)((content.Length + 8) >> 8), (byte)(content.Length + 8), .. Encoding.ASCII.GetBytes(kind), .. content];
        byte[] Meta(int at) => Box("meta",
        [
            0, 0, 0, 0,
            .. Box("iinf", [0, 0, 0, 0, 0, 2, .. Box("infe", [2, 0, 0, 0, 0, 1, 0, 0, .. "hvc1"u8, 0]), .. Box("infe", [2, 0, 0, 1, 0, 2, 0, 0, .. "Exif"u8, 0])]),
            .. Box("iprp", Box("ispe", [0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 8])),
            .. Box("iloc", [0, 0, 0, 0, 0x44, 0, 0, 2, 0, 1, 0, 0, 0, 1, 0, 0, 0, (byte)at, 0, 0, 0, 4, 0, 2, 0, 0, 0, 1, 0, 0, 0, (byte)(at + 4), 0, 0, 0, (byte)exif.Length]),
        ]);
        var brand = Box("ftyp", [.. "heic"u8, 0, 0, 0, 0, .. "mif1heic"u8]);
        return [.. brand, .. Meta(brand.Length + Meta(0).Length + 8), .. Box("mdat", [9, 9, 9, 9, .. Encoding.ASCII.GetBytes(exif)])];
    }

    private static async Task<byte[]> Downloaded(HttpClient browser, Guid id) => await (await browser.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel);
}
