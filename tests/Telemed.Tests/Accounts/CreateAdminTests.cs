using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Tests.Accounts;

public sealed class CreateAdminTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task The_command_makes_the_clinic_and_an_administrator_once()
    {
        Assert.Equal(0, await Run("--clinic", "Cabinet du Port", "--email", "chef@port.test", "--zone", "Indian/Reunion"));
        Assert.Equal(0, await Run("--clinic", "Cabinet du Port", "--email", "second@port.test"));
        Assert.Equal(1, await Run("--clinic", "Cabinet du Port", "--email", "chef@port.test"));
        var clinic = await app.InScope(s => s.GetRequiredService<Db>().Tenants.SingleAsync(t => t.Name == "Cabinet du Port"));
        Assert.Equal("Indian/Reunion", clinic.Zone);
        Assert.Equal(0, await Run("--clinic", "Cabinet du Port", "--email", "third@port.test", "--given", "Ada", "--family", "Rousseau"));
        Assert.Equal(["Ada Rousseau", "chef Cabinet du Port", "second Cabinet du Port"], await app.InScope(s => s.GetRequiredService<Db>().Accounts
            .Where(a => a.Email.EndsWith("@port.test")).Select(a => a.GivenName + " " + a.FamilyName).OrderBy(n => n).ToListAsync()));
        Assert.Equal([Role.Administrator, Role.Administrator, Role.Administrator], await app.InClinic(clinic.Id, db => db.Memberships.Select(m => m.Role).ToListAsync()));
    }

    [Theory]
    [InlineData("--clinic", "X")]
    [InlineData("--email", "a@b.test")]
    [InlineData("--clinic", "X", "--email", "not an address")]
    [InlineData("--clinic", "X", "--email", "a@b.test", "--zone", "Nowhere/Land")]
    [InlineData("--clinic", "X", "--email", "a@b.test", "--family", "")]
    public async Task Wrong_words_are_refused_and_nothing_is_made(params string[] args)
    {
        Assert.Equal(1, await Run(args));
        Assert.False(await app.InScope(s => s.GetRequiredService<Db>().Tenants.AnyAsync(t => t.Name == "X")));
    }

    private Task<int> Run(params string[] args) => app.InScope(s => s.GetServices<Command>().Single(c => c.Name == "create-admin").Run(s, args));
}
