using CareLoop.Domain.Notices;

namespace CareLoop.Domain.Tests.Notices;

public sealed class DeliveringTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 10, 12, 0, TimeSpan.FromHours(8));
    private static readonly CustomerReach Everywhere = new(IsWeChatUser: true, Now.AddHours(-1), HasConsent: true, CanText: true, CanMail: true, HasPhone: true);

    private static Delivery Fresh => new() { NoticeId = "C-1-2-case.registered", Kind = "case.registered", Recipient = "customer-1", At = Now, ChangedAt = Now };

    [Fact]
    public void Ways_that_refuse_are_left_one_after_the_other_down_to_the_phone()
    {
        List<DeliveryWay> ways = [];
        var delivery = Fresh;
        while (Delivering.Begin(delivery, Everywhere, isAllowed: true, Now) is { State: DeliveryState.Sending, Way: { } way } begun)
        {
            ways.Add(way);
            delivery = Delivering.After(begun, new SendResult.Closed("refused"), Now);
        }

        Assert.Equal(Enum.GetValues<DeliveryWay>(), ways);
        var end = Delivering.Begin(delivery, Everywhere, isAllowed: true, Now);
        Assert.Equal((DeliveryState.Failed, "refused", true), (end.State, end.Reason, end.NeedsAttention));
    }

    [Theory]
    [InlineData(47, 59, DeliveryWay.WeChatService)]
    [InlineData(48, 0, DeliveryWay.WeChatSubscription)]
    public void An_answer_in_the_chat_is_free_for_48_hours(int hours, int minutes, DeliveryWay expected)
    {
        var later = Now + new TimeSpan(hours, minutes, 0);
        Assert.Equal(expected, Delivering.Begin(Fresh, Everywhere with { LastWroteAt = Now }, isAllowed: true, later).Way);
    }

    [Fact]
    public void Somebody_who_came_by_phone_is_not_made_a_task_of_for_every_notice()
    {
        var byPhone = CustomerReach.None with { HasPhone = true };
        var end = Delivering.Begin(Fresh, byPhone, isAllowed: true, Now);
        Assert.Equal((DeliveryState.Skipped, Delivering.NoWay), (end.State, end.Reason));

        var refused = Delivering.After(Delivering.Begin(Fresh, byPhone with { CanText = true }, isAllowed: true, Now), new SendResult.Closed("invalid-number"), Now);
        Assert.Equal(DeliveryWay.PhoneTask, Delivering.Begin(refused, byPhone with { CanText = true }, isAllowed: true, Now).Way);
    }

    /// <summary>Who wrote in the chat once and cannot be written to there any more needs a person; who only uses the mini-program looks there.</summary>
    [Theory]
    [InlineData(true, -49, false, DeliveryWay.PhoneTask)]
    [InlineData(true, null, false, null)]
    [InlineData(false, -49, false, null)]
    [InlineData(false, null, true, null)]
    public void A_chat_that_is_closed_is_left_to_a_person_and_nobody_else_is(bool onWeChat, int? wroteHoursAgo, bool hasConsent, DeliveryWay? expected)
    {
        var reach = CustomerReach.None with { IsWeChatUser = onWeChat, LastWroteAt = wroteHoursAgo is { } hours ? Now.AddHours(hours) : null, HasConsent = hasConsent };
        var begun = Delivering.Begin(Fresh, reach, isAllowed: true, Now);
        Assert.Equal((expected, expected is null ? DeliveryState.Skipped : DeliveryState.Sending), (begun.Way, begun.State));
    }

    [Fact]
    public void Of_an_erased_customer_no_way_is_open_however_often_it_was_tried()
    {
        var chased = Delivering.After(Delivering.Begin(Fresh, Everywhere, isAllowed: true, Now), new SendResult.Closed("refused"), Now);
        Assert.Equal(DeliveryState.Failed, Delivering.Begin(chased, CustomerReach.None, isAllowed: true, Now).State);
    }

    [Fact]
    public void COM_PRIV_05_advertising_is_not_sent_without_consent() =>
        Assert.Equal(
            (DeliveryState.Skipped, Delivering.NoConsent),
            Delivering.Begin(Fresh, Everywhere, isAllowed: false, Now) is var end ? (end.State, end.Reason) : default);

    [Fact]
    public void An_outage_is_waited_for_and_then_left()
    {
        var (delivery, now, pauses) = (Fresh, Now, new List<TimeSpan>());
        while (true)
        {
            delivery = Delivering.After(Delivering.Begin(delivery, Everywhere, isAllowed: true, now), new SendResult.Later("busy"), now);
            if (delivery.NextAt is not { } next)
            {
                break;
            }

            pauses.Add(next - now);
            now = next;
        }

        Assert.Equal([TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)], pauses);
        Assert.Equal(new ClosedWay(DeliveryWay.WeChatService, "busy"), Assert.Single(delivery.Closed));
        var next1 = Delivering.Begin(delivery, Everywhere, isAllowed: true, now);
        Assert.Equal((DeliveryWay.WeChatSubscription, 1, 6), (next1.Way, next1.Tries, next1.Attempts));
    }

    [Fact]
    public void A_platform_that_says_when_is_asked_again_then_and_not_earlier()
    {
        var begun = Delivering.Begin(Fresh, Everywhere, isAllowed: true, Now);
        Assert.Equal(Now.AddMinutes(7), Delivering.After(begun, new SendResult.Later("too-often", TimeSpan.FromMinutes(7)), Now).NextAt);
        Assert.Equal(Now.AddSeconds(30), Delivering.After(begun, new SendResult.Later("too-often", TimeSpan.FromSeconds(1)), Now).NextAt);
    }

    [Fact]
    public void What_was_being_sent_when_the_host_died_is_unknown_and_not_sent_again()
    {
        var found = Delivering.Found(Delivering.Begin(Fresh, Everywhere, isAllowed: true, Now), Now.AddMinutes(1));
        Assert.Equal((DeliveryState.Unknown, Delivering.Interrupted, true, false), (found.State, found.Reason, found.NeedsAttention, found.IsOpen));
        Assert.Equal(Fresh, Delivering.Found(Fresh, Now.AddMinutes(1)));
    }

    [Fact]
    public void Silence_is_unknown() =>
        Assert.Equal(DeliveryState.Unknown, Delivering.After(Delivering.Begin(Fresh, Everywhere, isAllowed: true, Now), new SendResult.Unanswered("no-answer"), Now).State);

    [Fact]
    public void An_operator_has_it_tried_from_the_first_way_on()
    {
        var failed = Delivering.After(Delivering.Begin(Fresh, Everywhere, isAllowed: true, Now), new SendResult.Unanswered("no-answer"), Now);
        var again = Delivering.Again(failed, Now.AddHours(1));
        Assert.Equal((DeliveryState.Waiting, null, 1), (again.State, again.Reason, again.Attempts));
        Assert.Equal(DeliveryWay.WeChatService, Delivering.Begin(again, Everywhere, isAllowed: true, Now.AddHours(1)).Way);
    }

    [Fact]
    public void Only_what_is_being_sent_has_a_result() =>
        Assert.Throws<ArgumentException>(() => Delivering.After(Fresh, new SendResult.Taken(), Now));

    /// <summary>Whatever platforms answer, and whatever changes about the customer meanwhile: it ends, and each hand-over has one result.</summary>
    [Fact]
    public void Every_delivery_ends_and_is_handed_over_once_at_most_without_a_sure_refusal_before()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var (delivery, now, taken, doubtful) = (Fresh, Now, 0, 0);
            for (var step = 0; delivery.IsOpen; step++)
            {
                Assert.True(step < 40, $"seed {seed} does not end");
                now = delivery.NextAt ?? now;
                var reach = new CustomerReach(Chance(), Chance() ? now.AddHours(-random.Next(80)) : null, Chance(), Chance(), Chance(), Chance());
                delivery = Delivering.Begin(delivery, reach, isAllowed: true, now);
                if (delivery.State != DeliveryState.Sending)
                {
                    continue;
                }

                Assert.Equal(0, taken + doubtful);
                Assert.True(reach.Opens(delivery.Way!.Value, now, chased: !delivery.Closed.IsEmpty), $"seed {seed}");
                SendResult result = random.Next(10) switch
                {
                    0 => new SendResult.Taken(),
                    1 => new SendResult.Unanswered("no-answer"),
                    < 5 => new SendResult.Closed("refused"),
                    _ => new SendResult.Later("busy"),
                };
                taken += result is SendResult.Taken ? 1 : 0;
                doubtful += result is SendResult.Unanswered ? 1 : 0;
                delivery = Delivering.After(delivery, result, now);
            }

            Assert.Equal(taken == 1, delivery.State == DeliveryState.Sent);
            Assert.Equal(doubtful == 1, delivery.State == DeliveryState.Unknown);

            bool Chance() => random.Next(2) == 0;
        }
    }
}
