using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.CarePlans;

/// <summary>Duties (例行任务) that follow from a customer's subject: a card to be handed in, data to be entered, late birthdays.</summary>
public static class CareDuties
{
    private const string Block = "dutyTasks";
    private const string BirthdayList = "birthday-list";
    private const string BirthdayCards = "birthday-cards";
    private const string SameDay = "SAME DAY";

    /// <summary>A duty of the pack as a plan; null when it has none of that id.</summary>
    public static CarePlan? Find(PolicyPack pack, string id) => pack.Records[Block].FirstOrDefault(d => d.Id == id) is { } record ? Read(pack, record) : null;

    /// <summary>Whether a duty follows from customers' dates, and so is a care task: it counts from an event of theirs, or is about their birthdays.</summary>
    public static bool IsOfCustomers(PolicyPack pack, PackRecord record) =>
        record.Field("anchor") is not null || (record.Id is BirthdayList or BirthdayCards && Keeps(pack, record.Id));

    /// <summary>The duty of making next month's list of birthdays, while its days run (EDU-BD-01); null outside them or where nobody keeps birthdays.</summary>
    public static Deadline? MonthList(PolicyPack pack, DateTimeOffset now)
    {
        var today = ChinaTime.Date(now);
        return Keeps(pack, BirthdayList) ? WhileItRuns(Birthdays.MonthList(pack, today.AddMonths(1)), now) : null;
    }

    /// <summary>The duty of making a week's cards, while its Wednesday runs (EDU-BD-02).</summary>
    public static Deadline? Cards(PolicyPack pack, DateTimeOffset now)
    {
        var today = ChinaTime.Date(now);
        return Keeps(pack, BirthdayCards) && today.DayOfWeek == DayOfWeek.Wednesday ? WhileItRuns(Birthdays.Cards(pack, today), now) : null;
    }

    /// <summary>The duties whose days run now, each with the birthdays it is about; one that is about none is no duty.</summary>
    public static IEnumerable<(Deadline Clock, Func<DateOnly, bool> Holds)> OfBirthdays(PolicyPack pack, DateTimeOffset now)
    {
        var today = ChinaTime.Date(now);
        var month = today.AddMonths(1);
        if (MonthList(pack, now) is { } list)
            yield return (list, day => day.Year == month.Year && day.Month == month.Month);
        if (Cards(pack, now) is { } cards)
            yield return (cards, day => Birthdays.IsInBatch(today, day));
    }

    /// <summary>One task of a duty: open from the start of its clock.</summary>
    public static CareTask Task(PolicyPack pack, CarePlan duty, string id, string customerKey, string? caller, Deadline clock)
    {
        var opens = DeadlineMaker.At(
            pack,
            FollowingUp.Window(duty, duty.Calendar, DeadlinePurpose.Opening, Clock.Fixed),
            clock.StartedAt,
            new(clock.StartedAt, null, false));
        return CarePlanning.Task(pack, duty, id, customerKey, caller, opens, clock with { Id = $"{duty.Id}.due", Purpose = DeadlinePurpose.FollowUp });
    }

    /// <summary>The duties of a subject.</summary>
    internal static IEnumerable<PlannedCare> OfSubject(PolicyPack pack, CustomerSubject subject, Func<string, string> idOf)
    {
        foreach (var record in pack.Records[Block])
        {
            if (record.Field("by") is not { } by || !Enum.TryParse<CareAnchor>(record.Field("anchor"), out var anchor))
                continue;
            if (subject.Anchors.FirstOrDefault(a => a.Anchor == anchor) is { } known)
                yield return Planned(pack, subject, known, record.Id, ByWeekday(pack, record, by, known.At), idOf(record.Id));
        }

        if (subject.Anchors.FirstOrDefault(a => a is { Anchor: CareAnchor.Birthday, RecordedAt: not null }) is not { } birthday || !Keeps(pack, BirthdayList) || !Keeps(pack, BirthdayCards))
            yield break;
        var joined = birthday.RecordedAt!.Value;
        var next = Birthdays.Next(ChinaTime.Date(birthday.At), ChinaTime.Date(joined));
        // Whoever joins after the list was begun would be missed by it; so would his card, once its Wednesday has begun.
        if (joined >= Birthdays.MonthList(pack, next).StartedAt)
            yield return Planned(pack, subject, birthday, BirthdayList, Birthdays.LateAddition(pack, joined), idOf($"{BirthdayList}|{next:yyyy}"));
        var wednesday = next.AddDays(-(((int)next.DayOfWeek - (int)DayOfWeek.Wednesday + 7) % 7));
        wednesday = Birthdays.IsInBatch(wednesday, next) ? wednesday : wednesday.AddDays(-7);
        if (joined >= Birthdays.Cards(pack, wednesday).StartedAt)
            yield return Planned(pack, subject, birthday, BirthdayCards, Birthdays.LateCard(pack, joined), idOf($"{BirthdayCards}|{next:yyyy}"));
    }

    /// <summary>Duties that something recorded about the subject has done, such as the card that came in (EDU-DATA-01).</summary>
    public static IEnumerable<string> DoneBy(PolicyPack pack, CareAnchor anchor) =>
        pack.Records[Block].Where(d => d.Field("doneBy") == anchor.ToString()).Select(d => d.Id);

    private static PlannedCare Planned(PolicyPack pack, CustomerSubject subject, SubjectAnchor known, string duty, Deadline clock, string id) =>
        new(Task(pack, Find(pack, duty)!, id, subject.CustomerKey, subject.Agent, clock), known);

    private static Deadline ByWeekday(PolicyPack pack, PackRecord duty, string by, DateTimeOffset start)
    {
        var time = pack.Time(pack.Calendar);
        var plan = new DeadlinePlan(duty.Id, duty.Source.RuleId, duty.Name, DeadlinePurpose.FollowUp, Clock.Fixed, pack.Calendar);
        if (by == SameDay)
            return DeadlineMaker.At(pack, plan with { Clock = Clock.SameDay }, start, ClockMath.Start(Clock.SameDay, time, start));
        var day = ChinaTime.Date(start);
        // "NEXT MON" closes the week after, "TUE" the first Tuesday that is not over yet.
        if (by.StartsWith("NEXT ", StringComparison.Ordinal))
            day = day.AddDays(1);
        var weekday = by[^3..];
        while (!day.DayOfWeek.ToString().StartsWith(weekday, StringComparison.OrdinalIgnoreCase) || time.ClosingOn(time.OpenDayUntil(day)) <= start)
            day = day.AddDays(1);
        var due = time.ClosingOn(time.OpenDayUntil(day));
        return DeadlineMaker.At(pack, plan, start, new(due, null, time.IsProvisional(start, due)));
    }

    private static Deadline? WhileItRuns(Deadline clock, DateTimeOffset now) => clock.StartedAt <= now && now <= clock.DueAt ? clock : null;

    private static bool Keeps(PolicyPack pack, string duty) =>
        pack.Records[Block].Any(d => d.Id == duty) && CarePlanBook.Of(pack).Any(p => p.Anchor == CareAnchor.Birthday);

    private static CarePlan Read(PolicyPack pack, PackRecord record) => new(
        record.Id,
        record.Name,
        Enum.TryParse<CareAnchor>(record.Field("anchor"), out var anchor) ? anchor : CareAnchor.Birthday,
        new(CareUnit.Days, 0),
        new(CareUnit.Days, 0),
        CareMode.Duty,
        record.Field("role") ?? pack.DefaultOwnerRole,
        record.List("checkList"),
        AttemptRule.Default,
        pack.Calendar,
        record.Source)
    {
        OverdueRoles = [record.Field("onOverdue") ?? pack.FirstRole, .. record.List("tell")],
    };
}
