using CareLoop.Domain.Words;

namespace CareLoop.Domain.FollowUps;

/// <summary>What waits for a person on a working day, in figures.</summary>
/// <param name="Due">Limits that end today.</param>
/// <param name="Overdue">Limits missed, and contacts nobody made.</param>
/// <param name="TakenOver">Cases acted in for somebody else after a handover (COM-OWN-03).</param>
/// <param name="FollowUps">Customers to be asked today: open already, or opening in the course of the day.</param>
public readonly record struct DayFigures(int Due, int Overdue, int TakenOver, int FollowUps)
{
    public int Total => Due + Overdue + TakenOver + FollowUps;

    public static DayFigures operator +(DayFigures one, DayFigures other) => Add(one, other);

    public static DayFigures Add(DayFigures one, DayFigures other) =>
        new(one.Due + other.Due, one.Overdue + other.Overdue, one.TakenOver + other.TakenOver, one.FollowUps + other.FollowUps);

    /// <summary>The figures as codes, for a row.</summary>
    public string Write() => string.Join(',', Due, Overdue, TakenOver, FollowUps);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">Something else.</exception>
    public static DayFigures Read(string text)
    {
        var parts = text.Split(',');
        return parts.Length == 4 ? new(Number(parts[0]), Number(parts[1]), Number(parts[2]), Number(parts[3])) : throw new FormatException($"'{text}' are no figures of a day.");
    }

    /// <summary>The figures in words; what is nothing is left out.</summary>
    public LocalText InWords()
    {
        (int Count, string Zh, string En)[] parts =
        [
            (Due, "今日到期", "due today"), (Overdue, "已逾期", "overdue"), (TakenOver, "接班代办", "taken over"), (FollowUps, "今日回访", "follow-ups"),
        ];
        var present = parts.Where(part => part.Count > 0).ToList();
        return new(
            $"今日提醒:{string.Join("、", present.Select(part => $"{part.Zh} {part.Count} 项"))}。",
            $"Today: {string.Join(", ", present.Select(part => $"{part.Count} {part.En}"))}.");
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
