using System.Globalization;

namespace CareLoop.Domain.Time;

/// <summary>How a limit counts (COM-TIME-02 to COM-TIME-08).</summary>
public enum ClockKind
{
    /// <summary>Elapsed minutes (自然分钟).</summary>
    Minutes,

    /// <summary>Elapsed hours (自然小时).</summary>
    Hours,

    /// <summary>Minutes of open time (工作分钟).</summary>
    BusinessMinutes,

    /// <summary>Hours of open time (工作小时).</summary>
    BusinessHours,

    /// <summary>Calendar days, a staff duty (自然日).</summary>
    Days,

    /// <summary>Calendar days, a customer's right (客户权利期).</summary>
    RightDays,

    /// <summary>Open days (工作日).</summary>
    BusinessDays,

    /// <summary>Until closing (当日).</summary>
    SameDay,

    /// <summary>Calendar months.</summary>
    Months,

    /// <summary>Start of the calling window on a later day.</summary>
    OpenDay,

    /// <summary>A date given by a schedule or a promise.</summary>
    Fixed,
}

/// <summary>A clock with its amount, written such as <c>Hours(24)</c>, <c>SameDay</c>, <c>Fixed</c>.</summary>
public readonly record struct Clock(ClockKind Kind, int Amount)
{
    public static Clock SameDay { get; } = new(ClockKind.SameDay, 0);

    public static Clock Fixed { get; } = new(ClockKind.Fixed, 0);

    /// <summary>Clocks without an amount.</summary>
    public bool HasAmount => Kind is not (ClockKind.SameDay or ClockKind.Fixed);

    /// <summary>Length of clocks that count time rather than days; null for the others.</summary>
    public TimeSpan? Length => Kind switch
    {
        ClockKind.Minutes or ClockKind.BusinessMinutes => TimeSpan.FromMinutes(Amount),
        ClockKind.Hours or ClockKind.BusinessHours => TimeSpan.FromHours(Amount),
        _ => null,
    };

    /// <summary>Whether waiting for the customer can stop it: rights, months and promised dates run on.</summary>
    public bool CanPause => Kind is not (ClockKind.RightDays or ClockKind.Months or ClockKind.OpenDay or ClockKind.Fixed);

    public override string ToString() => HasAmount ? $"{Kind}({Amount.ToString(CultureInfo.InvariantCulture)})" : Kind.ToString();

    /// <exception cref="FormatException">The text is not what <see cref="ToString"/> writes.</exception>
    public static Clock Parse(string text)
    {
        var bracket = text.IndexOf('(', StringComparison.Ordinal);
        var name = bracket < 0 ? text : text[..bracket];
        var amount = bracket < 0 ? 0 : int.Parse(text[(bracket + 1)..].TrimEnd(')'), CultureInfo.InvariantCulture);
        return Enum.TryParse<ClockKind>(name, out var kind) ? new(kind, amount) : throw new FormatException($"'{text}' is no clock.");
    }
}
