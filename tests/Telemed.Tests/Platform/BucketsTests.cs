using System.Net;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Tests.Platform;

public sealed class BucketsTests
{
    private readonly FakeTimeProvider _time = new(TelemedApp.Start.ToDateTimeOffset());

    public static TheoryData<string> Rules => [.. RateLimits.All.Select(r => r.Name)];

    [Theory, MemberData(nameof(Rules))]
    public void Each_rule_lets_its_burst_through_and_no_more(string name)
    {
        var (buckets, rule) = New(name);
        Assert.Equal(rule.Burst, TakeAll(buckets, rule, "a"));
        Assert.False(buckets.Take(rule, "a"));
    }

    [Theory, MemberData(nameof(Rules))]
    public void Each_rule_refills_evenly_and_never_above_its_burst(string name)
    {
        var (buckets, rule) = New(name);
        TakeAll(buckets, rule, "a");
        _time.Advance((rule.Per / rule.Refill * 0.9).ToTimeSpan());
        Assert.False(buckets.Take(rule, "a"));
        _time.Advance((rule.Per / rule.Refill * 0.2).ToTimeSpan() + TimeSpan.FromMilliseconds(2));
        Assert.True(buckets.Take(rule, "a"));
        Assert.False(buckets.Take(rule, "a"));
        _time.Advance((rule.Per * 10).ToTimeSpan());
        Assert.Equal(rule.Burst, TakeAll(buckets, rule, "a"));
    }

    [Theory, MemberData(nameof(Rules))]
    public void Each_rule_counts_each_key_for_itself(string name)
    {
        var (buckets, rule) = New(name);
        TakeAll(buckets, rule, "a");
        Assert.Equal(rule.Burst, TakeAll(buckets, rule, "b"));
        var other = RateLimits.All.First(r => r.Name != name);
        Assert.True(buckets.Take(other, "a"));
    }

    [Fact]
    public void A_token_given_back_can_be_taken_again_and_never_more_than_the_burst()
    {
        var rule = BucketRule.Of("test", 2, Duration.FromMinutes(1));
        var buckets = new Buckets(new Clock(_time));
        TakeAll(buckets, rule, "a");
        buckets.GiveBack(rule, "a");
        Assert.Equal(1, TakeAll(buckets, rule, "a"));
        for (var i = 0; i < 10; i++)
        {
            buckets.GiveBack(rule, "a");
        }

        Assert.Equal(2, TakeAll(buckets, rule, "a"));
    }

    [Fact]
    public void When_the_memory_is_full_of_keys_a_closed_rule_refuses_and_an_open_one_lets_through()
    {
        var closed = BucketRule.Of("closed", 1, Duration.FromMinutes(1));
        var open = BucketRule.Of("open", 1, Duration.FromMinutes(1), failsClosed: false);
        var buckets = new Buckets(new Clock(_time));
        for (var i = 0; i < Buckets.Capacity; i++)
        {
            Assert.True(buckets.Take(closed, $"{i}"));
        }

        Assert.False(buckets.Take(closed, "new"));
        Assert.True(buckets.Take(open, "new"));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(buckets.Take(closed, "new"));
    }

    [Fact]
    public async Task Takers_at_the_same_time_get_the_burst_and_no_more()
    {
        var rule = BucketRule.Of("test", 10, Duration.FromMinutes(1));
        var buckets = new Buckets(new Clock(_time));
        var takes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => buckets.Take(rule, "a"))));
        Assert.Equal(10, takes.Count(t => t));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64")]
    public void An_address_is_a_key_and_a_household_of_IPv6_is_one(string address, string key) =>
        Assert.Equal(key, ClientAddress.Of(IPAddress.Parse(address)));

    private (Buckets, BucketRule) New(string name) => (new Buckets(new Clock(_time)), RateLimits.All.Single(r => r.Name == name));

    private static int TakeAll(Buckets buckets, BucketRule rule, string key)
    {
        var taken = 0;
        while (taken <= rule.Burst && buckets.Take(rule, key))
        {
            taken++;
        }

        return taken;
    }
}
