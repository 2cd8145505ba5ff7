using System.Globalization;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>Holidays that are published or corrected while cases run.</summary>
public sealed class CalendarChangeTests
{
    private const string Developer = "real-estate-developer.yaml";
    private static readonly Actor Clerk = Scene.Staff("li", "CustomerRelationsHead");
    private readonly Scene _case = new(Packs.Of("real-estate-developer"));

    [Fact]
    public void COM_TIME_14_a_corrected_calendar_moves_running_limits_from_its_publication_on()
    {
        Question("03-04 10:00");
        Assert.Equal("2026-03-05 18:00", Due());
        _case.Pack = MallVariants.WithCorrectedHolidays(Developer);

        // Nobody rings at publication: the timer of the old instant wakes the case, and the order of the times decides.
        var events = _case.Wait("03-05 18:01");
        var change = Assert.Single(events);
        Assert.Equal((EventTypes.CalendarChanged, "2026-03-04 15:00", "2026.2", "question-workday"), (change.Type, At.Text(change.At), change.Data["calendar"], change.Data["moved"]));
        Assert.Equal("2026-03-06 18:00", Due());
        Assert.Equal("2026-03-06 09:00", At.Text(_case.Deadline("question-workday").WarnAt));
        Assert.Equal("DeadlineWarned DeadlineBreached", Types(_case.Wait("03-06 18:01")));
    }

    [Fact]
    public void COM_TIME_14_what_was_missed_before_stays_missed_and_is_not_missed_again()
    {
        Question("03-04 10:00");
        _case.Wait("03-05 18:01");
        _case.Pack = MallVariants.WithCorrectedHolidays(Developer);
        Assert.Empty(_case.Wait("03-06 09:00"));
        Assert.Equal((DeadlineStatus.Breached, "2026-03-05 18:00"), (_case.Deadline("question-workday").Status, Due()));
        Assert.Single(_case.Timeline, e => e.Type == EventTypes.DeadlineBreached);
    }

    [Fact]
    public void COM_TIME_14_a_provisional_limit_becomes_certain_when_the_year_is_published()
    {
        Question("12-31 10:00");
        Assert.Equal(("2027-01-01 18:00", true, "2026.1+2027?"), (Due(), _case.Deadline("question-workday").Provisional, _case.Deadline("question-workday").CalendarVersion));
        const string Next = """
            holidayYear: 2027
            version: "2027.1"
            source: 国务院办公厅通知
            publishedAt: 2026-12-31T12:00:00+08:00
            holidays:
              - { name: 元旦, from: 2027-01-01, to: 2027-01-03 }
            """;
        _case.Pack = MallVariants.Load(Developer, Next);
        Assert.Equal("CalendarChanged", Types(_case.Wait("12-31 13:00")));
        Assert.Equal(("2027-01-04 18:00", false, "2026.1+2027.1"), (Due(), _case.Deadline("question-workday").Provisional, _case.Deadline("question-workday").CalendarVersion));
    }

    [Fact]
    public void COM_TIME_14_a_calendar_that_says_the_same_moves_nothing_and_is_noted_once()
    {
        Question("03-09 10:00");
        _case.Pack = MallVariants.WithCorrectedHolidays(Developer);
        var change = Assert.Single(_case.Wait("03-09 11:00"));
        Assert.False(change.Data.ContainsKey("moved"));
        Assert.Empty(_case.Wait("03-09 12:00"));
    }

    [Fact]
    public void COM_FU_01_a_follow_up_window_moves_with_the_holidays()
    {
        Question("03-04 10:00", "Repair");
        _case.Do("03-04 10:20", Clerk, new Dispatch("feng", _case.When("03-04 11:00")));
        _case.Do("03-04 12:00", Clerk, new Note("CustomerConfirmed"));
        _case.Do("03-04 12:10", Clerk, new GiveFeedback());
        var before = _case.State.FollowUp!;
        Assert.Equal(("2026-03-05 09:00", "2026-03-06 18:00"), (At.Text(before.OpensAt), At.Text(before.DueAt))); // day 3 is a Saturday
        _case.Pack = MallVariants.WithCorrectedHolidays(Developer);
        _case.Wait("03-04 16:00");
        Assert.Equal(("2026-03-06 09:00", "2026-03-06 18:00"), (At.Text(_case.State.FollowUp!.OpensAt), At.Text(_case.State.FollowUp.DueAt)));
        Assert.DoesNotContain(_case.Wait("03-05 12:00"), e => e.Type == EventTypes.FollowUpOpened);
        Assert.Contains(_case.Wait("03-06 09:00"), e => e.Type == EventTypes.FollowUpOpened);
    }

    [Fact]
    public void A_limit_paused_across_the_change_keeps_its_remaining_time()
    {
        Question("03-04 10:00");
        _case.Do("03-04 14:00", Clerk, new AskCustomer());
        _case.Pack = MallVariants.WithCorrectedHolidays(Developer);
        _case.Wait("03-04 16:00");
        Assert.Equal(TimeSpan.FromHours(13), _case.Deadline("question-workday").Remaining);
        _case.Do("03-04 17:00", Scene.Customer, new Supplement());
        Assert.Equal("2026-03-09 12:00", Due()); // one hour on Wednesday, nine on Friday, three on Monday
    }

    private void Question(string at, string type = "Consultation")
    {
        _case.Receive(at, "WeChat", Scene.Customer, "li");
        var minute = _case.When(at).AddMinutes(5).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
        _case.Do(minute, Clerk, new Reply());
        _case.Do(minute, Clerk, new Classify(type, "Other", "Ordinary", []));
    }

    private string Due() => At.Text(_case.Deadline("question-workday").DueAt);

    private static string Types(IEnumerable<CaseEvent> events) => string.Join(' ', events.Select(e => e.Type));
}
