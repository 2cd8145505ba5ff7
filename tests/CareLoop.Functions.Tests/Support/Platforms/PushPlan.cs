namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>How a platform pushes: how long it waits for an answer, what it takes for one, and when it sends again.</summary>
/// <param name="Patience">Without an answer for this long (real time) it drops the connection.</param>
/// <param name="Pauses">Pauses before it sends again; their number is the number of repetitions.</param>
/// <param name="IsAnswer">Whether status and body are an acknowledgement.</param>
public sealed record PushPlan(TimeSpan Patience, IReadOnlyList<TimeSpan> Pauses, Func<int, string, bool> IsAnswer)
{
    /// <summary>5 s, 3 repetitions at once, <c>success</c> or nothing.</summary>
    public static readonly PushPlan WeChat = new(
        TimeSpan.FromSeconds(5), [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero], (status, body) => status == 200 && body is "success" or "");

    /// <summary>5 s, 3 repetitions at once, any 200.</summary>
    public static readonly PushPlan WeCom = new(TimeSpan.FromSeconds(5), [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero], (status, _) => status == 200);

    /// <summary>A robot's message is sent once.</summary>
    public static readonly PushPlan DingTalk = new(TimeSpan.FromSeconds(5), [], (status, _) => status == 200);

    /// <summary>3 s; again after 15 s, 5 minutes, an hour, 6 hours.</summary>
    public static readonly PushPlan Feishu = new(
        TimeSpan.FromSeconds(3),
        [TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromHours(6)],
        (status, _) => status == 200);

    /// <summary>Standard Webhooks: 15 s, ten deliveries over three days, any 2xx.</summary>
    public static readonly PushPlan StandardWebhooks = new(
        TimeSpan.FromSeconds(15),
        [
            TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
            TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
        ],
        (status, _) => status is >= 200 and < 300);
}
