using System.Text;
using CareLoop.Domain.Notices;
using FsCheck;
using FsCheck.Fluent;

namespace CareLoop.Domain.Tests.Notices;

public sealed class RobotPlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 2, 0, 0, TimeSpan.Zero);
    private static readonly RobotLimits Minute = new([new CallLimit(20, TimeSpan.FromSeconds(61))], MaxBytes: 2048);
    private static readonly RobotLimits MinuteAndSecond =
        new([new CallLimit(100, TimeSpan.FromSeconds(61)), new CallLimit(5, TimeSpan.FromSeconds(1.2))], MaxBytes: 700);

    [Fact]
    public void Without_anything_to_tell_it_rests() => Assert.IsType<RobotStep.Rest>(RobotPlan.Next(Minute, [], null, [], Start));

    [Fact]
    public void What_there_is_room_for_is_told_one_by_one_the_oldest_first()
    {
        var send = Assert.IsType<RobotStep.Send>(RobotPlan.Next(Minute, [], null, [Notice(2), Notice(1), Notice(3)], Start.AddMinutes(1)));
        Assert.Equal(("1", Notice(1).Line), (Assert.Single(send.Notices).Id, send.Text));
    }

    [Fact]
    public void More_than_there_is_room_for_is_told_in_one_message_in_order_as_far_as_it_fits()
    {
        var calls = Enumerable.Range(0, 18).Select(second => Start.AddSeconds(second)).ToList();
        var send = Assert.IsType<RobotStep.Send>(RobotPlan.Next(Minute, calls, null, [Notice(3), Notice(1), Notice(2)], Start.AddSeconds(20)));
        Assert.Equal(["1", "2", "3"], send.Notices.Select(notice => notice.Id));
        Assert.Equal($"共 3 条通知:\n{Notice(1).Line}\n{Notice(2).Line}\n{Notice(3).Line}", send.Text);
    }

    [Fact]
    public void With_no_room_it_waits_until_the_oldest_call_counts_no_more()
    {
        var calls = Enumerable.Range(0, 20).Select(second => Start.AddSeconds(second)).ToList();
        var wait = Assert.IsType<RobotStep.Wait>(RobotPlan.Next(Minute, calls, null, [Notice(1)], Start.AddSeconds(30)));
        Assert.Equal(Start.AddSeconds(61).AddMilliseconds(1), wait.Until);
        Assert.IsType<RobotStep.Send>(RobotPlan.Next(Minute, calls, null, [Notice(1)], wait.Until));
    }

    [Fact]
    public void A_block_is_sat_out() => Assert.Equal(
        new RobotStep.Wait(Start.AddMinutes(10)), RobotPlan.Next(Minute, [], Start.AddMinutes(10), [Notice(1)], Start.AddMinutes(1)));

    [Fact]
    public void What_was_kept_back_overnight_comes_together_and_what_is_urgent_does_not_wait_for_it()
    {
        var morning = Start.AddHours(10);
        RobotNotice[] waiting = [Notice(1) with { NotBefore = morning }, Notice(2), Notice(3) with { NotBefore = morning }];
        Assert.Equal(["2"], Assert.IsType<RobotStep.Send>(RobotPlan.Next(Minute, [], null, waiting, Start.AddMinutes(1))).Notices.Select(notice => notice.Id));
        RobotNotice[] held = [waiting[0], waiting[2]];
        Assert.Equal(new RobotStep.Wait(morning), RobotPlan.Next(Minute, [], null, held, Start.AddMinutes(1)));
        Assert.Equal(["1", "3"], Assert.IsType<RobotStep.Send>(RobotPlan.Next(Minute, [], null, held, morning)).Notices.Select(notice => notice.Id));
    }

    [Fact]
    public void A_line_that_is_too_long_by_itself_is_cut_between_characters()
    {
        var send = Assert.IsType<RobotStep.Send>(RobotPlan.Next(Minute, [], null, [Notice(1) with { Line = new StringBuilder().Insert(0, "工𠮷", 400).ToString() }], Start.AddMinutes(1)));
        Assert.InRange(Encoding.UTF8.GetByteCount(send.Text), 2040, 2048);
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(send.Text)));
    }

    private static RobotNotice Notice(int number) =>
        new($"{number}", $"【升级】工单 C-{number},时限 03-04 18:00", Start.AddSeconds(number), Start.AddSeconds(number));

    /// <summary>Whatever comes in whatever bursts, with outages and nights in between: everything is told once, in order, within the limits.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_notice_is_lost_order_is_kept_and_no_window_is_ever_exceeded(bool isStrict)
    {
        var limits = isStrict ? MinuteAndSecond : Minute;
        var digests = 0;
        Prop.ForAll(Story, arrivals => digests += Play(limits, arrivals)).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(120));

        // The stories must bring about what they are for.
        Assert.True(digests > 30, $"{digests} digests");
    }

    private static Arbitrary<(int Pause, int Length, int Held, bool Fails)[]> Story => Gen.ArrayOf(
        from pause in Gen.Frequency((6, Gen.Constant(0)), (3, Gen.Choose(1, 5_000)), (1, Gen.Choose(1, 200_000)))
        from length in Gen.Choose(1, 300)
        from held in Gen.Frequency((8, Gen.Constant(0)), (2, Gen.Choose(1, 600)))
        from fails in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (pause, length, held, fails)).ToArbitrary();

    private static int Play(RobotLimits limits, (int Pause, int Length, int Held, bool Fails)[] arrivals)
    {
        List<DateTimeOffset> calls = [];
        List<(DateTimeOffset At, RobotNotice Notice)> told = [];
        List<RobotNotice> waiting = [], all = [];
        var (now, digests) = (Start, 0);
        DateTimeOffset? blocked = null;
        var fails = new Queue<bool>(arrivals.Select(arrival => arrival.Fails));
        foreach (var (pause, length, held, _) in arrivals)
        {
            WorkUntil(now.AddMilliseconds(pause));
            now = now.AddMilliseconds(pause);
            RobotNotice notice = new($"{all.Count:D4}", new string('a', length), now.AddTicks(all.Count), now.AddTicks(all.Count).AddSeconds(held));
            now = notice.RaisedAt;
            waiting.Add(notice);
            all.Add(notice);
        }

        WorkUntil(now.AddDays(1));

        Assert.Equal(all.Select(notice => notice.Id), told.Select(line => line.Notice.Id).Order(StringComparer.Ordinal));
        Assert.All(told, line => Assert.True(line.At >= line.Notice.NotBefore));
        foreach (var (first, second) in told.Zip(told.Skip(1)))
        {
            // What comes later was raised later, unless it might not be told yet.
            Assert.True(
                string.CompareOrdinal(first.Notice.Id, second.Notice.Id) < 0 || second.Notice.NotBefore > first.At, $"{first.Notice.Id} before {second.Notice.Id}");
        }

        Assert.All(limits.Windows, window => Assert.All(
            calls, begin => Assert.InRange(calls.Count(call => call >= begin && call <= begin + window.Span), 1, window.Calls)));
        return digests;

        void WorkUntil(DateTimeOffset end)
        {
            for (var at = now; ;)
            {
                switch (RobotPlan.Next(limits, calls, blocked, waiting, at))
                {
                    case RobotStep.Send send:
                        Assert.InRange(Encoding.UTF8.GetByteCount(send.Text), 1, limits.MaxBytes);
                        Assert.InRange(send.Notices.Length, 1, RobotLimits.MaxNotices);
                        calls.Add(at);
                        if (fails.TryDequeue(out var isAway) && isAway)
                        {
                            blocked = at + RobotPlan.PauseAfter(1);
                            break;
                        }

                        digests += send.Notices.Length > 1 ? 1 : 0;
                        told.AddRange(send.Notices.Select(notice => (at, notice)));
                        waiting.RemoveAll(notice => send.Notices.Contains(notice));
                        break;
                    case RobotStep.Wait wait when wait.Until <= end:
                        Assert.True(wait.Until > at, "It would wait for what is over.");
                        at = wait.Until;
                        break;
                    default:
                        return;
                }
            }
        }
    }
}
