using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.CarePlans;

/// <summary>Which birthdays a list and a batch of cards hold, and by when they are made (EDU-BD-01, EDU-BD-02).</summary>
public static class Birthdays
{
    private const int LastDays = 7;

    /// <summary>The birthday in a year; 29 February is kept on the 28th in other years (EDU-BD-03).</summary>
    public static DateOnly In(DateOnly born, int year) => born.AddYears(year - born.Year);

    /// <summary>The first birthday on a date or after it.</summary>
    public static DateOnly Next(DateOnly born, DateOnly from) => In(born, from.Year) is var day && day >= from ? day : In(born, from.Year + 1);

    /// <summary>The list of a month's birthdays is made in the last seven days of the month before (EDU-BD-01).</summary>
    /// <param name="pack">The handbook.</param>
    /// <param name="month">Any day of the month whose birthdays are listed.</param>
    public static Deadline MonthList(PolicyPack pack, DateOnly month)
    {
        var (duty, time) = Duty(pack, "birthday-list");
        var last = month.AddDays(-month.Day);
        var start = time.OpeningOn(time.OpenDayFrom(last.AddDays(1 - LastDays)));
        var plan = Plan(pack, duty, Clock.Fixed);
        var due = time.ClosingOn(time.OpenDayUntil(last));
        return DeadlineMaker.At(pack, plan, start, new(due, null, time.IsProvisional(start, due)));
    }

    /// <summary>Whoever joins with a birthday already listed is added, and gets a card, the same day: no one may be missed (EDU-BD-01).</summary>
    public static Deadline LateAddition(PolicyPack pack, DateTimeOffset joined) => SameDay(pack, "birthday-list", joined);

    /// <summary>The card of a late addition whose Wednesday has begun.</summary>
    public static Deadline LateCard(PolicyPack pack, DateTimeOffset joined) => SameDay(pack, "birthday-cards", joined);

    /// <summary>Cards are made on Wednesday (EDU-BD-02).</summary>
    /// <param name="pack">The handbook.</param>
    /// <param name="wednesday">The day.</param>
    /// <exception cref="ArgumentException">The day is no Wednesday.</exception>
    public static Deadline Cards(PolicyPack pack, DateOnly wednesday)
    {
        if (wednesday.DayOfWeek != DayOfWeek.Wednesday)
            throw new ArgumentException($"{wednesday:yyyy-MM-dd} is no Wednesday.", nameof(wednesday));
        var (_, time) = Duty(pack, "birthday-cards");
        return SameDay(pack, "birthday-cards", time.OpeningOn(time.OpenDayUntil(wednesday)));
    }

    /// <summary>A Wednesday's cards are for the birthdays from the next day to the next Wednesday (EDU-BD-02).</summary>
    public static bool IsInBatch(DateOnly wednesday, DateOnly birthday) => birthday > wednesday && birthday <= wednesday.AddDays(7);

    private static Deadline SameDay(PolicyPack pack, string id, DateTimeOffset start)
    {
        var (duty, time) = Duty(pack, id);
        return DeadlineMaker.At(pack, Plan(pack, duty, Clock.SameDay), start, ClockMath.Start(Clock.SameDay, time, start));
    }

    private static DeadlinePlan Plan(PolicyPack pack, PackRecord duty, Clock clock) =>
        new(duty.Id, duty.Source.RuleId, duty.Name, DeadlinePurpose.NextStep, clock, pack.Calendar);

    private static (PackRecord Duty, WorkingTime Time) Duty(PolicyPack pack, string id) =>
        (pack.Records["dutyTasks"].First(d => d.Id == id), pack.Time(pack.Calendar));
}
