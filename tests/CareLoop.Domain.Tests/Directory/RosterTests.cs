using CareLoop.Domain.Directory;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Directory;

public sealed class RosterTests
{
    [Theory]
    [InlineData("2026-03-12 21:59", "")]
    [InlineData("2026-03-12 22:00", "lao.zhou")]
    [InlineData("2026-03-13 02:10", "lao.zhou")]
    [InlineData("2026-03-13 08:29", "lao.zhou")]
    [InlineData("2026-03-13 08:30", "")]
    [InlineData("2026-03-14 02:10", "")]
    public void A_shift_over_midnight_belongs_to_the_day_it_begins_on(string time, string expected)
    {
        var book = Town.Book with
        {
            Staff = [Town.Person("lao.zhou", "estate", "DutyRoom")],
            Shifts = [Town.Shift("night", "estate", "22:00", "08:30")],
            Rotas = [new() { Id = "night", Shift = "night", Staff = ["lao.zhou"], Dates = [new(2026, 3, 12)] }],
        };
        Assert.Equal(expected, string.Join(',', Roster.At(book, "estate", At.China(time)).Select(duty => duty.Person.Id)));
    }

    [Fact]
    public void A_shift_that_ends_when_it_starts_lasts_a_day()
    {
        var span = Town.Shift("round", Town.Centre, "08:00", "08:00").On(new(2026, 3, 4));
        Assert.Equal(TimeSpan.FromDays(1), span.EndsAt - span.StartsAt);
    }

    [Fact]
    public void CTR_SHIFT_01_a_cycle_of_three_weeks_comes_round_every_third_week()
    {
        var entry = new RotaEntry { Id = "r", Shift = "a", Staff = ["xiao.mi"], From = new(2026, 3, 4), EveryWeeks = 3, Weekdays = [DayOfWeek.Monday, DayOfWeek.Wednesday] };
        var days = Enumerable.Range(0, 60).Select(n => new DateOnly(2026, 3, 1).AddDays(n)).Where(entry.Covers);
        Assert.Equal(["03-04", "03-23", "03-25", "04-13", "04-15"], days.Select(day => day.ToString("MM-dd")));
    }

    [Fact]
    public void COM_HO_03_the_weekend_shift_relieves_the_Friday_shift_J12()
    {
        var friday = At.China("2026-03-13 20:00");
        Assert.Equal(At.China("2026-03-14 10:00"), Roster.RelievedAt(Town.Book, Town.School, "he.jing", friday));
        Assert.Equal(At.China("2026-03-31 17:00"), Roster.RelievedAt(Town.Book, Town.Centre, "xiao.mi", At.China("2026-03-31 17:00")));
    }

    [Fact]
    public void A_turn_that_has_just_ended_is_still_the_latest()
    {
        Assert.Equal("weekday", Roster.LatestOf(Town.Book, Town.School, "he.jing", At.China("2026-03-13 19:40"))!.Shift.Id);
        Assert.Equal(At.China("2026-03-13 20:00"), Roster.LatestOf(Town.Book, Town.School, "he.jing", At.China("2026-03-13 20:20"))!.Span.EndsAt);
        Assert.Null(Roster.LatestOf(Town.Book, Town.School, "he.jing", At.China("2026-03-15 10:00")));
    }

    [Fact]
    public void Turns_end_once()
    {
        var turns = Roster.Ending(Town.Book, Town.School, At.China("2026-03-13 00:00"), At.China("2026-03-15 00:00")).ToList();
        Assert.Equal(["he.jing", "liu.yang", "wang.fang", "zhang.yue"], turns.Select(duty => duty.Person.Id).Order());
        Assert.Equal(2, turns.Select(duty => duty.Span.EndsAt).Distinct().Count());
    }

    [Fact]
    public void Deputies_of_absent_deputies_are_asked_but_never_in_a_circle()
    {
        var at = At.China("2026-03-13 10:00");
        Absence Away(string id) => new() { Id = id, Staff = id, From = at, Until = at.AddHours(1) };
        var book = Town.Book with { Staff = [.. Town.Book.Staff.Select(p => p.Id == "liu.yang" ? p with { Deputy = "he.jing" } : p)] };
        Assert.Equal("liu.yang", book.DeputyOf("he.jing", Town.School, at)!.Id);
        Assert.Null((book with { Absences = [Away("he.jing"), Away("liu.yang")] }).DeputyOf("he.jing", Town.School, at));
        var named = book with { Absences = [Away("he.jing"), Away("liu.yang") with { Deputy = "zhang.yue" }] };
        Assert.Equal("zhang.yue", named.DeputyOf("he.jing", Town.School, at)!.Id);
    }
}
