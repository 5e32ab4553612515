using System.Text;
using Telemed.Tests.Documents.Content;

namespace Telemed.Tests.Documents.Reading;

/// <summary>Mails and Word files that are made for what reads them.</summary>
internal static class HostileLetters
{
    private const string Head = "From: labo@example.org\r\nSubject: Bilan\r\nMIME-Version: 1.0\r\n";

    private const string Namespace = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    /// <summary>Parts within parts.</summary>
    public static byte[] Nested(int deep) => Mail(string.Concat(Enumerable.Range(0, deep).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n")) + "Content-Type: text/plain\r\n\r\nx\r\n");

    /// <summary>Mails within mails.</summary>
    public static byte[] Forwarded(int deep) => Mail(string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", deep)) + "Content-Type: text/plain\r\n\r\nx\r\n");

    public static byte[] Parts(int many) => Mail("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\n\nx\n", many)));

    /// <summary>A subject in a hundred thousand pieces, each in a code of its own.</summary>
    public static byte[] Subject() => Encoding.ASCII.GetBytes($"From: a@b\r\nSubject: {string.Concat(Enumerable.Repeat("=?utf-8?q?a?= ", 100_000))}\r\n\r\nx");

    public static byte[] Brackets() => Encoding.ASCII.GetBytes($"From: a@b\r\nSubject: x\r\nTo: {new string('(', 1_000_000)}\r\n\r\nx");

    /// <summary>Thirty megabytes of zeros, written in letters.</summary>
    public static byte[] Base64() => Mail("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + new string('A', 30_000_000));

    public static byte[] Page() => Mail("Content-Type: text/html\r\n\r\n" + string.Concat(Enumerable.Repeat("<a b=\"&a", 200_000)));

    /// <summary>Each of these stands for ten of the one before (an attack that is called "billion laughs").</summary>
    public static byte[] Entities()
    {
        var entities = string.Concat(Enumerable.Range(1, 9).Select(i => $"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">"));
        return Docx($"<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY l0 \"rire\">{entities}]><w:document {Namespace}><w:t>&l9;</w:t></w:document>");
    }

    /// <summary>Another file of this machine, by name.</summary>
    public static byte[] Outside() => Docx($"<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><w:document {Namespace}><w:t>&e;</w:t></w:document>");

    /// <summary>Packed as much as words are, and sixty million letters long.</summary>
    public static byte[] Long()
    {
        var line = Convert.ToHexString(Hostile.Noise([], 2_000));
        return Docx($"<w:document {Namespace}><w:t>{string.Concat(Enumerable.Repeat(line, 15_000))}</w:t></w:document>");
    }

    public static byte[] Deep() => Docx($"<w:document {Namespace}>{string.Concat(Enumerable.Range(0, 300_000).Select(i => $"<w:p{i % 977}>"))}");

    /// <summary>Its directory promises a hundred letters of what unpacks to a hundred million.</summary>
    public static byte[] Lying()
    {
        var file = Hostile.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", [.. Encoding.ASCII.GetBytes($"<w:document {Namespace}><w:t>"), .. Enumerable.Repeat((byte)'a', 100_000_000)]));
        var entry = file.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(file.AsSpan(entry + 24), 100);
        return file;
    }

    private static byte[] Mail(string rest) => Encoding.ASCII.GetBytes(Head + rest);

    private static byte[] Docx(string document) => Hostile.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", Encoding.UTF8.GetBytes(document)));
}
