using System.Collections.Immutable;

namespace CareLoop.Domain.Notices;

/// <summary>
/// What happens to a delivery: the way it takes next, how long an outage is waited for, what is made of a silence. Told in time counts more
/// than told for free, so a way that is out of order is left for the next one; what may have arrived is never sent again by itself.
/// </summary>
public static class Delivering
{
    /// <summary>Why a notice of advertising was not sent (COM-PRIV-05).</summary>
    public const string NoConsent = "no-consent";

    /// <summary>Why a notice was skipped: nobody knows how to reach the customer.</summary>
    public const string NoWay = "no-way";

    /// <summary>Why a delivery is unknown: the host died while it was handed over.</summary>
    public const string Interrupted = "interrupted";

    private static readonly DeliveryWay[] InOrder = Enum.GetValues<DeliveryWay>();

    /// <summary>Pauses after tries by one way. After the last of them the next way is taken.</summary>
    private static readonly ImmutableArray<TimeSpan> Pauses =
        [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)];

    /// <summary>Begins a try by the best way that is open, or ends the delivery when there is none.</summary>
    /// <param name="isAllowed">False for advertising without the customer's consent.</param>
    public static Delivery Begin(Delivery delivery, CustomerReach reach, bool isAllowed, DateTimeOffset now)
    {
        if (!isAllowed)
            return End(delivery, DeliveryState.Skipped, NoConsent, now);
        var chased = !delivery.Closed.IsEmpty;
        var closed = delivery.Closed.Select(gone => gone.Way).ToHashSet();
        var way = InOrder.Where(candidate => !closed.Contains(candidate) && reach.Opens(candidate, now, chased)).Select(candidate => (DeliveryWay?)candidate).FirstOrDefault();
        return way is null
            ? End(delivery, chased ? DeliveryState.Failed : DeliveryState.Skipped, chased ? delivery.Closed[^1].Code : NoWay, now)
            : delivery with
            {
                State = DeliveryState.Sending,
                Way = way,
                Tries = way == delivery.Way ? delivery.Tries + 1 : 1,
                Attempts = delivery.Attempts + 1,
                NextAt = null,
                Reason = null,
                ChangedAt = now,
            };
    }

    /// <summary>What a try has led to.</summary>
    public static Delivery After(Delivery delivery, SendResult result, DateTimeOffset now)
    {
        if (delivery is not { State: DeliveryState.Sending, Way: { } way })
            throw new ArgumentException("Only what is being sent has a result.", nameof(delivery));
        return result switch
        {
            SendResult.Taken => End(delivery, DeliveryState.Sent, reason: null, now),
            SendResult.Unanswered silence => End(delivery, DeliveryState.Unknown, silence.Code, now),
            SendResult.Closed closed => Close(delivery, way, closed.Code, now),
            SendResult.Later later when delivery.Tries > Pauses.Length => Close(delivery, way, later.Code, now),
            SendResult.Later later => delivery with
            {
                State = DeliveryState.Waiting,
                NextAt = now + Longer(Pauses[delivery.Tries - 1], later.After),
                Reason = later.Code,
                ChangedAt = now,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        };
    }

    /// <summary>A delivery as found by whoever works on it now: one that was being sent when its worker died is unknown.</summary>
    public static Delivery Found(Delivery delivery, DateTimeOffset now) =>
        delivery.State == DeliveryState.Sending ? End(delivery, DeliveryState.Unknown, Interrupted, now) : delivery;

    /// <summary>It is not sent at all.</summary>
    public static Delivery Skip(Delivery delivery, string reason, DateTimeOffset now) => End(delivery, DeliveryState.Skipped, reason, now);

    /// <summary>An operator wants it tried again, from the first way on.</summary>
    public static Delivery Again(Delivery delivery, DateTimeOffset now) => delivery with
    {
        State = DeliveryState.Waiting,
        Way = null,
        Closed = [],
        Tries = 0,
        NextAt = null,
        Reason = null,
        ChangedAt = now,
    };

    private static Delivery Close(Delivery delivery, DeliveryWay way, string code, DateTimeOffset now) => delivery with
    {
        State = DeliveryState.Waiting,
        Closed = delivery.Closed.Add(new ClosedWay(way, code)),
        NextAt = null,
        Reason = code,
        ChangedAt = now,
    };

    private static Delivery End(Delivery delivery, DeliveryState state, string? reason, DateTimeOffset now) =>
        delivery with { State = state, Reason = reason, NextAt = null, ChangedAt = now };

    private static TimeSpan Longer(TimeSpan pause, TimeSpan? asked) => asked is { } longer && longer > pause ? longer : pause;
}
