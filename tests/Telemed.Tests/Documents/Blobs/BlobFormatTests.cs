using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Telemed.Documents.Blobs;

namespace Telemed.Tests.Documents.Blobs;

/// <summary>An encrypted file, byte by byte.</summary>
public sealed class BlobFormatTests
{
    private static readonly byte[] Key = [.. Enumerable.Repeat((byte)7, 32)];
    private static readonly byte[] About = Encoding.UTF8.GetBytes("telemed file 1\n00000000-0000-0000-0000-00000000002a\nvector");

    /// <summary>Around the ends of the first and of the second segment.</summary>
    private static readonly int[] Lengths = [0, 1, 4_000, 65_447, 65_448, 65_449, 130_967, 130_968, 130_969, 200_000];

    private static readonly Gen<int> AnyLength = Gen.Int[0, Lengths.Length - 1].Select(i => Lengths[i]);

    [Fact]
    public async Task What_was_written_is_read_whole_and_lies_on_the_disk_in_no_clear_byte() => await AnyLength.SampleAsync(async length =>
    {
        var content = Content(length);
        var stored = await Stored(content, About);
        Assert.Equal(content, Read(stored, About));
        Assert.True(length < 64 || stored.AsSpan().IndexOf(content.AsSpan(0, 32)) < 0);
    }, iter: 20);

    [Fact]
    public async Task Any_stretch_of_it_is_read_alone() => await Gen.Select(AnyLength, Gen.Int[0, 200_000], Gen.Int[1, 140_000]).SampleAsync(async (length, from, count) =>
    {
        var content = Content(length);
        await using var reader = new BlobReader(new MemoryStream(await Stored(content, About)), Key, About, owned: true);
        reader.Position = from;
        var buffer = new byte[count];
        var read = await reader.ReadAtLeastAsync(buffer, count, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
        Assert.Equal(content.Skip(from).Take(count), buffer.Take(read));
    }, iter: 60);

    [Fact]
    public async Task A_byte_changed_cut_off_or_added_a_segment_moved_repeated_or_of_another_file_is_an_error_and_never_wrong_content() =>
        await Gen.Select(AnyLength, Gen.Int[0, 5], Gen.Int[0, int.MaxValue - 1], Gen.Byte[1, 255]).SampleAsync(async (length, how, at, change) =>
        {
            var content = Content(length);
            var stored = await Stored(content, About);
            var other = await Stored(Content(length + 1), About);
            var bad = Altered(stored, other, how, at, change);
            if (bad.AsSpan().SequenceEqual(stored))
            {
                return;
            }

            // What was given out before the error was right.
            var seen = new MemoryStream();
            Assert.ThrowsAny<IOException>(() =>
            {
                using var reader = new BlobReader(new MemoryStream(bad), Key, About, owned: true);
                reader.CopyTo(seen);
            });
            Assert.Equal(content.Take((int)seen.Length), seen.ToArray());
        }, iter: 400);

    [Fact]
    public async Task It_opens_under_its_own_key_name_and_clinic_alone()
    {
        var stored = await Stored(Content(100), About);
        Assert.Throws<BlobDamagedException>(() => Read(stored, Encoding.UTF8.GetBytes("telemed file 1\n00000000-0000-0000-0000-00000000002b\nvector")));
        Assert.Throws<BlobDamagedException>(() => new BlobReader(new MemoryStream(stored), new byte[32], About, owned: true));
        // The key of the header, with a commitment to another: what "invisible salamanders" are made of.
        stored[^(100 + 16 + 1)] ^= 1;
        Assert.Throws<BlobDamagedException>(() => Read(stored, About));
    }

    [Fact]
    public void No_two_files_share_a_salt_and_no_two_segments_a_nonce()
    {
        var headers = Enumerable.Range(0, 200).Select(_ =>
        {
            var header = new byte[BlobFormat.Header];
            BlobCipher.New(Key, About, header).Dispose();
            return Convert.ToHexString(header);
        });
        Assert.Equal(200, headers.Distinct().Count());
    }

    /// <summary>
    /// The format as its description has it, written a second time, in the plainest way. The digest is that of the same file made by a third one,
    /// with OpenSSL through Node.
    /// </summary>
    [Fact]
    public void A_file_written_by_another_program_after_the_description_opens()
    {
        var content = Enumerable.Range(0, 70_000).Select(i => (byte)((i * 31) + (i >> 8))).ToArray();
        byte[] salt = [.. Enumerable.Repeat((byte)9, 32)], prefix = [.. Enumerable.Repeat((byte)3, 7)];
        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, Key, 64, salt, About);
        using var aes = new AesGcm(derived.AsSpan(0, 32), 16);
        List<byte> file = [72, .. salt, .. prefix, .. derived[32..]];
        for (var (number, at) = (0, 0); at < content.Length; number++)
        {
            var part = content[at..Math.Min(content.Length, at + (number == 0 ? 65_448 : 65_520))];
            at += part.Length;
            byte[] nonce = [.. prefix, 0, 0, 0, 0, at == content.Length ? (byte)1 : (byte)0], cipher = new byte[part.Length], tag = new byte[16];
            BinaryPrimitives.WriteInt32BigEndian(nonce.AsSpan(7), number);
            aes.Encrypt(nonce, part, cipher, tag);
            file.AddRange([.. cipher, .. tag]);
        }

        Assert.Equal("b3626348cb522ed30faf5be895117de053511e70d258d9369623ebe2f940c117", Convert.ToHexStringLower(SHA256.HashData([.. file])));
        Assert.Equal(content, Read([.. file], About));
    }

    private static byte[] Altered(byte[] stored, byte[] other, int how, int at, byte change)
    {
        var bad = stored.ToArray();
        var (segment, segments) = (at / 7 % ((stored.Length / BlobFormat.Segment) + 1), (stored.Length + BlobFormat.Segment - 1) / BlobFormat.Segment);
        var (from, to) = (segment * BlobFormat.Segment, Math.Min(stored.Length, (segment + 1) * BlobFormat.Segment));
        switch (how)
        {
            case 0:
                bad[at % bad.Length] ^= change;
                return bad;
            case 1:
                return bad[..(at % bad.Length)];
            case 2:
                return [.. bad, .. new byte[1 + (at % 70_000)]];
            case 3 when segments > 1:
                // Cut at the end of a segment.
                return bad[..(BlobFormat.Segment * (1 + (at % (segments - 1))))];
            case 4 when segments > 2:
                return [.. bad[..BlobFormat.Segment], .. bad[(2 * BlobFormat.Segment)..], .. bad[BlobFormat.Segment..(2 * BlobFormat.Segment)]];
            default:
                other.AsSpan(from, Math.Min(to, other.Length) - from).CopyTo(bad.AsSpan(from));
                return bad;
        }
    }

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31) + (i >> 8)))];

    private static async Task<byte[]> Stored(byte[] content, byte[] about)
    {
        var disk = new MemoryStream();
        using var writer = new BlobWriter(disk, Key, about);
        for (var at = 0; at < content.Length; at += 50_000)
        {
            await writer.Append(content.AsMemory(at, Math.Min(50_000, content.Length - at)), TestContext.Current.CancellationToken);
        }

        await writer.Finish(TestContext.Current.CancellationToken);
        return disk.ToArray();
    }

    private static byte[] Read(byte[] stored, byte[] about)
    {
        using var reader = new BlobReader(new MemoryStream(stored), Key, about, owned: true);
        var content = new MemoryStream();
        reader.CopyTo(content);
        return content.ToArray();
    }
}
