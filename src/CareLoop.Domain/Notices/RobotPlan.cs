using System.Collections.Immutable;
using System.Text;

namespace CareLoop.Domain.Notices;

/// <summary>How much a platform takes from one robot.</summary>
/// <param name="Windows">Calls it counts, each over its own stretch of time.</param>
/// <param name="MaxBytes">Longest text of one message, in bytes of UTF-8.</param>
public sealed record RobotLimits(ImmutableArray<CallLimit> Windows, int MaxBytes)
{
    /// <summary>Notices in one message: more than anybody reads, and few enough to be settled together.</summary>
    public const int MaxNotices = 40;
}

/// <summary>At most so many calls within any stretch of that length, both ends included.</summary>
public sealed record CallLimit(int Calls, TimeSpan Span);

/// <summary>A notice that waits for its turn in a group chat.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Line">What is said: one line, nothing personal.</param>
/// <param name="RaisedAt">When it came up: the order they are told in.</param>
/// <param name="NotBefore">From when it may disturb (<see cref="QuietHours"/>).</param>
public sealed record RobotNotice(string Id, string Line, DateTimeOffset RaisedAt, DateTimeOffset NotBefore)
{
    /// <summary>It was kept back overnight.</summary>
    public bool WasHeld => NotBefore > RaisedAt;
}

/// <summary>What a robot should do now.</summary>
public abstract record RobotStep
{
    /// <summary>Say this, which tells these notices.</summary>
    public sealed record Send(ImmutableArray<RobotNotice> Notices, string Text) : RobotStep;

    /// <summary>Nothing before then.</summary>
    public sealed record Wait(DateTimeOffset Until) : RobotStep;

    /// <summary>Nothing waits.</summary>
    public sealed record Rest : RobotStep;
}

/// <summary>
/// What a robot says and when. A notice is told alone while there is room for all that wait; when there is not, or when they were kept back
/// overnight, as many as fit go into one message. None is dropped, and none overtakes another that might be told at the same time.
/// </summary>
public static class RobotPlan
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    /// <param name="limits">What the platform takes.</param>
    /// <param name="calls">When it was called, at least over the longest of its windows; calls that failed count too.</param>
    /// <param name="blockedUntil">It will not listen before; null if it will.</param>
    /// <param name="waiting">What has not been told, in any order.</param>
    /// <param name="now">The present.</param>
    public static RobotStep Next(
        RobotLimits limits, IReadOnlyCollection<DateTimeOffset> calls, DateTimeOffset? blockedUntil, IEnumerable<RobotNotice> waiting, DateTimeOffset now)
    {
        var all = waiting.OrderBy(notice => notice.RaisedAt).ThenBy(notice => notice.Id, StringComparer.Ordinal).ToList();
        if (all.Count == 0)
            return new RobotStep.Rest();
        var due = all.Where(notice => notice.NotBefore <= now).ToList();
        if (due.Count == 0)
            return new RobotStep.Wait(Later(all.Min(notice => notice.NotBefore), blockedUntil));
        if (blockedUntil > now)
            return new RobotStep.Wait(blockedUntil.Value);
        var free = limits.Windows.Max(window => FreeAt(window, calls, now));
        if (free > now)
            return new RobotStep.Wait(free);
        var room = limits.Windows.Min(window => window.Calls - Counted(window, calls, now).Count());
        return due.Count <= room && !due[0].WasHeld ? Digest(due[..1], limits) : Digest(due, limits);
    }

    /// <summary>Calls older than this count no more.</summary>
    public static TimeSpan Memory(RobotLimits limits) => limits.Windows.Max(window => window.Span);

    /// <summary>How long to leave a platform alone that did not answer, or was not able to.</summary>
    /// <param name="failures">How often in a row, from 1.</param>
    public static TimeSpan PauseAfter(int failures) => TimeSpan.FromSeconds(failures switch
    {
        <= 1 => 10,
        2 => 30,
        3 => 60,
        4 => 120,
        _ => 300,
    });

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static IEnumerable<DateTimeOffset> Counted(CallLimit window, IEnumerable<DateTimeOffset> calls, DateTimeOffset now) =>
        calls.Where(call => now - call <= window.Span);

    /// <summary>When the window has room for one call more.</summary>
    private static DateTimeOffset FreeAt(CallLimit window, IEnumerable<DateTimeOffset> calls, DateTimeOffset now)
    {
        var counted = Counted(window, calls, now).Order().ToList();
        return counted.Count < window.Calls ? now : counted[counted.Count - window.Calls] + window.Span + Instant;
    }

    private static RobotStep.Send Digest(List<RobotNotice> due, RobotLimits limits)
    {
        var count = 1;
        while (count < Math.Min(due.Count, RobotLimits.MaxNotices) && Encoding.UTF8.GetByteCount(TextOf(due[..(count + 1)])) <= limits.MaxBytes)
            count++;
        var told = due[..count];
        return new RobotStep.Send([.. told], Clip(TextOf(told), limits.MaxBytes));
    }

    private static string TextOf(List<RobotNotice> notices) => notices is [var alone]
        ? alone.Line
        : $"共 {notices.Count} 条通知:\n{string.Join('\n', notices.Select(notice => notice.Line))}";

    /// <summary>As much as fits, in whole characters.</summary>
    private static string Clip(string text, int maxBytes)
    {
        var (bytes, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > maxBytes)
                return text[..length];
            length += rune.Utf16SequenceLength;
        }

        return text;
    }
}
