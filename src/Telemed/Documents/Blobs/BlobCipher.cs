using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Telemed.Documents.Blobs;

/// <summary>The bytes of a file are not those that were stored, or its key is another's.</summary>
public sealed class BlobDamagedException : IOException
{
    public BlobDamagedException()
        : base("A stored file is damaged: its bytes do not open under its key.")
    {
    }

    public BlobDamagedException(string message)
        : base(message)
    {
    }

    public BlobDamagedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>Seals and opens the segments of one file; see <see cref="BlobFormat"/>. Not for several threads at once.</summary>
internal sealed class BlobCipher : IDisposable
{
    private readonly AesGcm _aes;
    private readonly byte[] _nonce = new byte[12];

    private BlobCipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> prefix)
    {
        _aes = new AesGcm(key, BlobFormat.Tag);
        prefix.CopyTo(_nonce);
    }

    /// <summary>For a new file; writes its header.</summary>
    /// <param name="about">What the file is: it opens as that alone.</param>
    public static BlobCipher New(ReadOnlySpan<byte> key, ReadOnlySpan<byte> about, Span<byte> header)
    {
        header[0] = BlobFormat.Header;
        RandomNumberGenerator.Fill(header[1..^BlobFormat.Commitment]);
        Span<byte> derived = stackalloc byte[BlobFormat.Key + BlobFormat.Commitment];
        Derive(key, about, header, derived);
        derived[BlobFormat.Key..].CopyTo(header[^BlobFormat.Commitment..]);
        return With(derived, header);
    }

    /// <summary>For a file that has this header.</summary>
    /// <exception cref="BlobDamagedException">It was not written under this key, for this file.</exception>
    public static BlobCipher Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> about, ReadOnlySpan<byte> header)
    {
        Span<byte> derived = stackalloc byte[BlobFormat.Key + BlobFormat.Commitment];
        Derive(key, about, header, derived);
        if (header[0] != BlobFormat.Header || !CryptographicOperations.FixedTimeEquals(derived[BlobFormat.Key..], header[^BlobFormat.Commitment..]))
        {
            throw new BlobDamagedException();
        }

        return With(derived, header);
    }

    /// <summary>Encrypts <paramref name="bytes"/> where they are.</summary>
    public void Seal(uint segment, bool last, Span<byte> bytes, Span<byte> tag) => _aes.Encrypt(Nonce(segment, last), bytes, bytes, tag);

    /// <summary>Decrypts <paramref name="bytes"/> where they are.</summary>
    /// <exception cref="BlobDamagedException">They are not what was sealed there; nothing is decrypted.</exception>
    public void Open(uint segment, bool last, Span<byte> bytes, ReadOnlySpan<byte> tag)
    {
        try
        {
            _aes.Decrypt(Nonce(segment, last), bytes, tag, bytes);
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new BlobDamagedException("A stored file is damaged: one of its segments does not open.", exception);
        }
    }

    public void Dispose() => _aes.Dispose();

    private static BlobCipher With(Span<byte> derived, ReadOnlySpan<byte> header)
    {
        var cipher = new BlobCipher(derived[..BlobFormat.Key], header.Slice(1 + BlobFormat.Salt, BlobFormat.Prefix));
        CryptographicOperations.ZeroMemory(derived);
        return cipher;
    }

    private static void Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> about, ReadOnlySpan<byte> header, Span<byte> derived) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, header.Slice(1, BlobFormat.Salt), about);

    private ReadOnlySpan<byte> Nonce(uint segment, bool last)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_nonce.AsSpan(BlobFormat.Prefix), segment);
        _nonce[^1] = last ? (byte)1 : (byte)0;
        return _nonce;
    }
}
