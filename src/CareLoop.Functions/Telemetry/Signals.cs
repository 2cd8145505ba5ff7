using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CareLoop.Functions.Telemetry;

/// <summary>
/// Our own traces and metrics, all under one name. What each tells an operator is in docs/telemetry.md. Tags of metrics are codes
/// with few values; spans may also name a case. Nothing here is ever a name, a phone number, a text or a customer's key.
/// </summary>
internal static class Signals
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "CareLoop";

    private static readonly Meter Meter = new(Name);

    public static ActivitySource Source { get; } = new(Name);

    public static Counter<long> CasesReceived { get; } = Meter.CreateCounter<long>("careloop.cases.received", "{case}");

    public static Counter<long> CommandsApplied { get; } = Meter.CreateCounter<long>("careloop.commands.applied", "{command}");

    public static Counter<long> CommandsRefused { get; } = Meter.CreateCounter<long>("careloop.commands.refused", "{command}");

    public static Counter<long> DeadlinesBreached { get; } = Meter.CreateCounter<long>("careloop.deadlines.breached", "{deadline}");

    public static Counter<long> NoticesPublished { get; } = Meter.CreateCounter<long>("careloop.notices.published", "{notice}");

    public static Counter<long> NoticesHandled { get; } = Meter.CreateCounter<long>("careloop.notices.handled", "{notice}");

    public static Counter<long> NoticesFailed { get; } = Meter.CreateCounter<long>("careloop.notices.failed", "{delivery}");

    public static Counter<long> Deliveries { get; } = Meter.CreateCounter<long>("careloop.deliveries", "{notice}");

    public static Counter<long> DeadLetters { get; } = Meter.CreateCounter<long>("careloop.dead_letters", "{message}");

    /// <summary>Seconds of one run of ApplyInputs.</summary>
    public static Histogram<double> RoundDuration { get; } = Meter.CreateHistogram<double>("careloop.round.duration", "s");

    /// <summary>Seconds between the acceptance of a command and its decision.</summary>
    public static Histogram<double> InboxWait { get; } = Meter.CreateHistogram<double>("careloop.inbox.wait", "s");

    public static Counter<long> LateRings { get; } = Meter.CreateCounter<long>("careloop.inbox.late_rings", "{command}");

    public static Counter<long> Exports { get; } = Meter.CreateCounter<long>("careloop.exports.completed", "{export}");

    public static Counter<long> Pushes { get; } = Meter.CreateCounter<long>("careloop.channels.pushes", "{push}");

    public static Counter<long> PushesRefused { get; } = Meter.CreateCounter<long>("careloop.channels.refused", "{call}");

    public static Counter<long> LateReceipts { get; } = Meter.CreateCounter<long>("careloop.channels.late_receipts", "{receipt}");

    public static Counter<long> WebhookCalls { get; } = Meter.CreateCounter<long>("careloop.webhooks.calls", "{call}");

    public static Counter<long> RobotCalls { get; } = Meter.CreateCounter<long>("careloop.robots.calls", "{call}");

    /// <summary>Every instrument by name, for whoever lists them.</summary>
    public static IReadOnlyList<Instrument> All =>
    [
        CasesReceived, CommandsApplied, CommandsRefused, DeadlinesBreached, NoticesPublished, NoticesHandled, NoticesFailed, Deliveries, DeadLetters,
        RoundDuration, InboxWait, LateRings, Exports, Pushes, PushesRefused, LateReceipts, WebhookCalls, RobotCalls,
    ];

    /// <summary>Marks a span as failed. The message stays out: it may hold what a log must not.</summary>
    public static void Fail(this Activity? activity, Exception error) =>
        activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error.GetType().FullName);
}
