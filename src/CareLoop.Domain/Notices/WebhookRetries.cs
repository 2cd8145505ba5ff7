namespace CareLoop.Domain.Notices;

/// <summary>When a webhook that was not taken is sent again: the plan of Standard Webhooks 1.0.0, ten attempts over a good three days.</summary>
public static class WebhookRetries
{
    /// <summary>The pause after each attempt but the last.</summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>A receiver may ask for more patience, but not for so much that the message would expire in the queue.</summary>
    private static readonly TimeSpan MostPatience = TimeSpan.FromHours(24);

    /// <summary>How often an event is sent at most.</summary>
    public static int Attempts => Pauses.Length + 1;

    /// <summary>How long to wait after an attempt that failed; null after the last.</summary>
    /// <param name="attempt">Which attempt it was, from 1.</param>
    /// <param name="asked">The pause the receiver asked for (<c>Retry-After</c>); it counts where it is longer, up to a day.</param>
    public static TimeSpan? PauseAfter(int attempt, TimeSpan? asked = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        if (attempt >= Attempts)
            return null;
        var wished = asked is { } pause ? TimeSpan.FromTicks(Math.Min(pause.Ticks, MostPatience.Ticks)) : TimeSpan.Zero;
        return wished > Pauses[attempt - 1] ? wished : Pauses[attempt - 1];
    }
}
