using Telemed.Documents;
using Telemed.Documents.Content;

namespace Telemed.Tests.Documents;

public sealed class FileTypeTests
{
    public static TheoryData<string, byte[]> Good => new()
    {
        { ".pdf", Samples.Pdf }, { ".jpg", Samples.Jpeg }, { ".jpeg", Samples.Jpeg }, { ".png", Samples.Png }, { ".gif", Samples.Gif },
        { ".doc", Samples.Doc }, { ".docx", Samples.Docx }, { ".txt", Samples.Text }, { ".txt", Samples.WindowsText }, { ".txt", "Été 🙂 مرحبا"u8.ToArray() },
        { ".txt", [0xEF, 0xBB, 0xBF, .. Samples.Text] },
    };

    public static TheoryData<string, byte[]> Bad => new()
    {
        { ".pdf", Samples.Script }, { ".pdf", "#!/bin/sh\nrm -rf /"u8.ToArray() }, { ".pdf", "%PD"u8.ToArray() }, { ".pdf", Samples.Png },
        { ".jpg", Samples.Gif }, { ".png", "<svg onload=alert(1)>"u8.ToArray() }, { ".gif", Samples.Pdf }, { ".doc", Samples.Docx },
        { ".docx", Samples.Doc }, { ".docx", Samples.Zip("readme.txt") }, { ".docx", Samples.Zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin") },
        { ".docx", [.. "PK"u8, 5, 6, .. new byte[8], 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0] }, { ".docx", "PK"u8.ToArray() },
        { ".txt", Samples.Script }, { ".txt", "  \n<!DOCTYPE html>"u8.ToArray() }, { ".txt", [0xEF, 0xBB, 0xBF, .. "<html>"u8] }, { ".txt", "#!/usr/bin/perl"u8.ToArray() },
        { ".txt", [(byte)'a', 0, (byte)'b'] }, { ".txt", [(byte)'a', 0x1B, (byte)'['] }, { ".txt", [0x81, 0xFF] }, { ".txt", [(byte)'M', (byte)'Z', 0x90, 0] },
    };

    [Theory, MemberData(nameof(Good))]
    public void What_a_file_promises_and_holds_is_taken(string extension, byte[] bytes) =>
        Assert.Null(FileType.ByExtension(extension)!.Fault(new MemoryStream(bytes)));

    [Theory, MemberData(nameof(Bad))]
    public void What_pretends_is_not(string extension, byte[] bytes) =>
        Assert.NotNull(FileType.ByExtension(extension)!.Fault(new MemoryStream(bytes)));

    [Theory]
    [InlineData(".exe"), InlineData(".html"), InlineData(".svg"), InlineData(".docm"), InlineData(".zip"), InlineData(""), InlineData(".js")]
    public void Other_extensions_are_not_known(string extension) => Assert.Null(FileType.ByExtension(extension));

    [Fact]
    public void A_character_cut_by_the_reading_buffer_is_still_one_character()
    {
        byte[] long8 = [.. Enumerable.Repeat((byte)'a', 81_919), .. "é🙂"u8, .. Enumerable.Repeat((byte)'b', 81_919)];
        byte[] broken = [.. long8, 0xE2, 0x82];
        Assert.Null(FileType.ByExtension(".txt")!.Fault(new MemoryStream(long8)));
        // Half a character and a byte that Windows-1252 does not have: neither of the two.
        Assert.Equal(FileRefusal.ContentMismatch, FileType.ByExtension(".txt")!.Fault(new MemoryStream([.. broken, 0x8D, 0xC3])));
    }

    [Theory]
    [InlineData("../../etc/passwd.txt", "passwd.txt")]
    [InlineData(@"C:\Users\Bob\..\scan.pdf", "scan.pdf")]
    [InlineData("  bilan\u0000\r\n.pdf ", "bilan.pdf")]
    [InlineData("fac\u202Efdp.exe", "facfdp.exe")]
    [InlineData("bilan 🙂 مرحبا.pdf", "bilan 🙂 مرحبا.pdf")]
    [InlineData("e\u0301te\u0301.pdf", "été.pdf")]
    [InlineData("\uD83D.pdf", ".pdf")]
    [InlineData("..", null), InlineData("", null), InlineData(null, null), InlineData("a/", null), InlineData(" . ", null)]
    public void A_name_is_data_and_never_a_path(string? name, string? clean) => Assert.Equal(clean, FileName.Clean(name));

    [Fact]
    public void A_long_name_keeps_its_extension_and_whole_characters()
    {
        var clean = FileName.Clean(string.Concat(Enumerable.Repeat("🙂", 5000)) + ".pdf")!;
        Assert.InRange(clean.Length, 199, FileName.MaxLength);
        Assert.EndsWith("🙂.pdf", clean, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(clean)));
    }
}
