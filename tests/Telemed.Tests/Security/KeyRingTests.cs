using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Platform.Security;

namespace Telemed.Tests.Security;

public sealed class KeyRingTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Theory]
    [InlineData("10.0.6+abc")]
    [InlineData("10.0.0")]
    [InlineData("9.0.14")]
    [InlineData("unknown")]
    [InlineData(null)]
    public void A_framework_that_accepts_forged_cookies_is_refused(string? version) =>
        Assert.Contains("CVE-2026-40372", Assert.Throws<InvalidOperationException>(() => KeyRing.RefuseBelowFloor(version)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("10.0.7")]
    [InlineData("10.0.12+9f2b1c")]
    [InlineData("11.0.0-preview.1")]
    public void A_mended_framework_is_taken(string version) => KeyRing.RefuseBelowFloor(version);

    [Fact]
    public void Keys_can_be_read_by_their_owner_only()
    {
        var protector = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
        Assert.NotEmpty(protector.Protect([1]));
        var folder = new DirectoryInfo(Path.Combine(app.DataFolder, "keys"));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder.UnixFileMode);
        Assert.All(folder.GetFiles(), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
        Assert.NotEmpty(folder.GetFiles());
    }

    [Fact]
    public void A_protected_value_with_any_bit_flipped_is_refused()
    {
        var protector = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
        var good = protector.Protect([1, 2, 3]);
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            var forged = (byte[])good.Clone();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => protector.Unprotect(forged));
        }
    }
}
