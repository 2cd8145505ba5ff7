using CareLoop.Domain.Directory;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Directory;

/// <summary>Exchanges of shifts in the contact centre: b.ei has the evening shift c from 20:00, a.de has none.</summary>
public sealed class ShiftSwapTests
{
    private static readonly DateOnly Day = new(2026, 3, 31);
    private static readonly DateTimeOffset Morning = At.China("2026-03-31 10:00");
    private static readonly DateTimeOffset Evening = At.China("2026-03-31 20:00");
    private static readonly Shift C = Town.Book.FindShift("c")!;

    [Fact]
    public void CTR_SHIFT_03_with_both_consents_the_colleague_is_on_duty_and_answers_for_the_turn()
    {
        var asked = Ask(Town.Book, null, "a.de");
        Assert.Equal((SwapStatus.Asked, "b.ei"), (ShiftSwaps.StatusOf(asked, C, Morning), asked.Worker));
        Assert.Equal("b.ei", OnDuty(Town.Book.With(asked)));
        var agreed = ShiftSwaps.Answer(Town.Book, asked, C, "a.de", agreed: true, Morning.AddHours(1)).Swap!;
        Assert.Equal((SwapStatus.Agreed, "a.de"), (ShiftSwaps.StatusOf(agreed, C, Evening), agreed.Worker));
        Assert.Equal("a.de", OnDuty(Town.Book.With(agreed)));
        Assert.Equal("b.ei", Assert.Single(Roster.At(Town.Book.With(agreed), Town.Centre, Evening.AddDays(1).AddHours(1))).Person.Id);
        Assert.Equal(SwapRefusal.Settled, ShiftSwaps.Ask(Town.Book.With(agreed), agreed, C, Day, "b.ei", "xiao.mi", Morning.AddHours(2)).Refusal);
    }

    [Theory]
    [InlineData(false, SwapStatus.Refused)]
    [InlineData(null, SwapStatus.Lapsed)]
    public void CTR_SHIFT_03_without_both_consents_whoever_has_the_turn_by_the_rota_is_liable(bool? answer, SwapStatus status)
    {
        var swap = Ask(Town.Book, null, "a.de");
        if (answer is { } said)
            swap = ShiftSwaps.Answer(Town.Book, swap, C, "a.de", said, Morning.AddHours(1)).Swap!;
        Assert.Equal((status, "b.ei"), (ShiftSwaps.StatusOf(swap, C, Evening), swap.Worker));
        Assert.Equal("b.ei", OnDuty(Town.Book.With(swap)));
        Assert.Equal(answer is null ? SwapRefusal.ShiftHasBegun : SwapRefusal.Answered, ShiftSwaps.Answer(Town.Book, swap, C, "a.de", agreed: true, Evening).Refusal);
    }

    [Fact]
    public void Saying_the_same_again_changes_nothing_and_asking_somebody_else_takes_the_first_request_back()
    {
        var first = Ask(Town.Book, null, "a.de");
        Assert.Same(first, Ask(Town.Book, first, "a.de"));
        var second = Ask(Town.Book, first, "xiao.mi");
        Assert.Equal(["a.de", "xiao.mi"], second.Requests.Select(request => request.Partner));
        Assert.Equal(SwapRefusal.NotAsked, ShiftSwaps.Answer(Town.Book, second, C, "a.de", agreed: true, Morning).Refusal);
        var agreed = ShiftSwaps.Answer(Town.Book, second, C, "xiao.mi", agreed: true, Morning).Swap!;
        Assert.Same(agreed, ShiftSwaps.Answer(Town.Book.With(agreed), agreed, C, "xiao.mi", agreed: true, Morning.AddHours(1)).Swap);
    }

    [Theory]
    [InlineData("a.de", "b.ei", "2026-03-31 10:00", SwapRefusal.NotYourTurn)]
    [InlineData("b.ei", "a.de", "2026-03-31 20:00", SwapRefusal.ShiftHasBegun)]
    [InlineData("b.ei", "b.ei", "2026-03-31 10:00", SwapRefusal.NoColleague)]
    [InlineData("b.ei", "nobody", "2026-03-31 10:00", SwapRefusal.NoColleague)]
    [InlineData("b.ei", "he.jing", "2026-03-31 10:00", SwapRefusal.NoColleague)]
    public void What_is_no_exchange_is_refused_with_its_reason(string asker, string partner, string now, SwapRefusal refusal) =>
        Assert.Equal(refusal, ShiftSwaps.Ask(Town.Book, null, C, Day, asker, partner, At.China(now)).Refusal);

    [Fact]
    public void A_colleague_with_a_shift_of_his_own_then_or_without_the_role_is_not_asked()
    {
        var busy = Town.Book with { Rotas = [.. Town.Book.Rotas, new() { Id = "busy", Shift = "c", Staff = ["a.de"], Dates = [Day] }] };
        Assert.Equal(SwapRefusal.OnDuty, ShiftSwaps.Ask(busy, null, C, Day, "b.ei", "a.de", Morning).Refusal);
        var other = Town.Book with { Staff = [.. Town.Book.Staff.Select(person => person.Id == "a.de" ? person with { Roles = ["OfficeClerk"] } : person)] };
        Assert.Equal(SwapRefusal.OtherRole, ShiftSwaps.Ask(other, null, C, Day, "b.ei", "a.de", Morning).Refusal);
    }

    private static ShiftSwap Ask(DirectorySnapshot directory, ShiftSwap? before, string partner) =>
        ShiftSwaps.Ask(directory, before, C, Day, "b.ei", partner, Morning).Swap!;

    private static string OnDuty(DirectorySnapshot directory) => Assert.Single(Roster.At(directory, Town.Centre, Evening.AddHours(1))).Person.Id;
}
