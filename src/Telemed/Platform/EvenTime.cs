using System.Diagnostics;
using System.Security.Cryptography;

namespace Telemed.Platform;

/// <summary>
/// Keeps answers that must not tell by their time: they are given on a beat, counted from when the request was begun. Whatever an unknown
/// address or a dead link costs less or more than a known one (a row read, a row written, a disk's pause) is over by then. What is left, such
/// as a busier processor, is microseconds; a wait drawn anew for each answer hides those, so that it takes millions of answers to find them.
/// </summary>
/// <param name="IsOff">For tests that are about something else.</param>
public sealed record EvenTime(bool IsOff = false)
{
    /// <summary>Of a refused sign-in and of any registration: well over the tenth of a second that a password's hash takes.</summary>
    public static readonly TimeSpan Account = TimeSpan.FromMilliseconds(250);

    /// <summary>Of a dead link.</summary>
    public static readonly TimeSpan Link = TimeSpan.FromMilliseconds(100);

    /// <summary>Each answer's own wait is drawn between nothing and this.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(20);

    // A timer may be late by as much as this, and late by a fraction that depends on when it was set.
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(2);

    /// <summary>When the request was begun, for <see cref="Beat"/>.</summary>
    public static long Begin() => Stopwatch.GetTimestamp();

    /// <summary>Waits for the next whole beat since <paramref name="begun"/>, and a little longer.</summary>
    public async Task Beat(long begun, TimeSpan beat)
    {
        if (IsOff)
        {
            return;
        }

        var noise = Noise * (RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue);
        var due = (beat * Math.Ceiling(Stopwatch.GetElapsedTime(begun) / beat)) + noise;
        var rest = due - Stopwatch.GetElapsedTime(begun) - TimerGrain;
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest);
        }

        while (Stopwatch.GetElapsedTime(begun) < due)
        {
            await Task.Yield();
        }
    }
}
