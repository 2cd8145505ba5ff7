using CareLoop.Domain.Words;

namespace CareLoop.Domain.FollowUps;

/// <summary>What waits for a person on a working day, in figures.</summary>
/// <param name="Due">Limits that end today.</param>
/// <param name="Overdue">Limits missed, and contacts nobody made.</param>
/// <param name="TakenOver">Cases acted in for somebody else after a handover (COM-OWN-03).</param>
/// <param name="FollowUps">Customers to be asked today: open already, or opening in the course of the day.</param>
/// <param name="Duties">Duties of the calendar: of the day, or of a longer period that ends soon.</param>
public readonly record struct DayFigures(int Due, int Overdue, int TakenOver, int FollowUps, int Duties = 0)
{
    public int Total => Due + Overdue + TakenOver + FollowUps + Duties;

    public static DayFigures operator +(DayFigures one, DayFigures other) => Add(one, other);

    public static DayFigures Add(DayFigures one, DayFigures other) =>
        new(one.Due + other.Due, one.Overdue + other.Overdue, one.TakenOver + other.TakenOver, one.FollowUps + other.FollowUps, one.Duties + other.Duties);

    /// <summary>The figures as codes, for a row.</summary>
    public string Write() => string.Join(',', Due, Overdue, TakenOver, FollowUps, Duties);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">Something else.</exception>
    public static DayFigures Read(string text)
    {
        var parts = text.Split(',');
        // Rows written before there were duties have four.
        return parts.Length is 4 or 5
            ? new(Number(parts[0]), Number(parts[1]), Number(parts[2]), Number(parts[3]), parts.Length == 5 ? Number(parts[4]) : 0)
            : throw new FormatException($"'{text}' are no figures of a day.");
    }

    /// <summary>The figures in words; what is nothing is left out.</summary>
    public LocalText InWords()
    {
        (int Count, string Zh, string En)[] parts =
        [
            (Due, "今日到期", "due today"), (Overdue, "已逾期", "overdue"), (TakenOver, "接班代办", "taken over"), (FollowUps, "今日回访", "follow-ups"), (Duties, "例行任务", "duties"),
        ];
        var present = parts.Where(part => part.Count > 0).ToList();
        return new(
            $"今日提醒:{string.Join("、", present.Select(part => $"{part.Zh} {part.Count} 项"))}。",
            $"Today: {string.Join(", ", present.Select(part => $"{part.Count} {part.En}"))}.");
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
