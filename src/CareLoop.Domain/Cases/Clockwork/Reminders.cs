using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>An open question reminds the customer and, after seven days without an answer, ends the case (policy-packs section 3).</summary>
internal static class Reminders
{
    private const string Rule = "COM-TIME-10";
    private const string Always = "always";

    public static void Start(Turn turn)
    {
        foreach (var days in turn.Pack.Waiting.ReminderDays)
            Add(turn, "reminder", new("提醒客户补充", "Reminder to the customer"), DeadlinePurpose.Reminder, days);
        Add(turn, "no-reply", new("客户未回复", "No reply from the customer"), DeadlinePurpose.NoReply, turn.Pack.Waiting.NoReplyDays);
    }

    /// <summary>The customer answered: nothing of this is worth keeping.</summary>
    public static void Stop(Turn turn) => turn.Change(s => s with
    {
        Deadlines = s.Deadlines.RemoveAll(d => d.Purpose is DeadlinePurpose.Reminder or DeadlinePurpose.NoReply),
    });

    public static void Remind(Turn turn, Deadline reminder)
    {
        Fulfilment.Replace(turn, reminder, reminder with { Status = DeadlineStatus.Reached, EndedAt = reminder.DueAt });
        turn.Emit(EventTypes.CustomerReminded, [new(NoticeKinds.Reminder, turn.Customer)]);
    }

    public static void Lapse(Turn turn)
    {
        Stop(turn);
        Fulfilment.CancelAll(turn);
        turn.Emit(EventTypes.NoReply, CaseStatus.Withdrawn, []);
    }

    private static void Add(Turn turn, string id, LocalText name, DeadlinePurpose purpose, int days)
    {
        var clock = new Clock(ClockKind.Hours, days * 24);
        var plan = new DeadlinePlan(id, Rule, name, purpose, clock, Always);
        turn.Add(DeadlineMaker.Make(turn, plan, turn.At, turn.At + clock.Length!.Value));
    }
}
