using CareLoop.Domain.Notices;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Telemetry;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>
/// Tells what waits, as the plan says. That a call has begun is on record before it is made, so a process that dies in it is noticed: then it is
/// told again, because an alert twice is better than none, and the notice says so. The queue's session makes it the only one at this robot.
/// </summary>
public sealed class RobotWorker(
    RobotSettings robots, RobotTable table, RobotQueue queue, RobotCaller caller, DirectorySettings directory, TimeProvider time)
{
    /// <summary>Calls for one bell; a longer backlog rings again, so that no message is held for minutes.</summary>
    private const int MostCalls = 20;

    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    [Function(nameof(RobotWorker))]
    public async Task Run(
        [ServiceBusTrigger(RobotQueue.Name, Connection = "ServiceBusConnection", IsSessionsEnabled = true)] ServiceBusReceivedMessage message,
        CancellationToken cancellation)
    {
        using var span = Signals.Source.StartActivity("tell group chat", System.Diagnostics.ActivityKind.Consumer);
        try
        {
            // A robot that has been taken out of the settings is silent.
            if (robots.Find(message.SessionId!) is var (robot, platform))
            {
                await WorkAsync(robot, platform, cancellation);
            }
        }
        catch (Exception error)
        {
            span.Fail(error);
            if (message.DeliveryCount >= NoticeSignals.MaxDeliveries)
            {
                Signals.DeadLetters.Add(1, new KeyValuePair<string, object?>("subscription", RobotQueue.Name));
            }

            throw;
        }
    }

    /// <summary>Works until the plan says to wait, or for one bell's worth of calls.</summary>
    public async Task WorkAsync(Robot robot, IRobotPlatform platform, CancellationToken cancellation)
    {
        for (var call = 0; call < MostCalls; call++)
        {
            var (desk, now) = (await table.ReadAsync(directory.Organisation, robot.Id, cancellation), time.GetUtcNow());
            switch (RobotPlan.Next(platform.Limits, desk.Calls, desk.BlockedUntil, desk.Waiting, now))
            {
                case RobotStep.Send send:
                    await TellAsync(robot, platform, desk, send, now, cancellation);
                    break;
                case RobotStep.Wait wait when desk.WakeAt is not { } set || set <= now || set > wait.Until:
                    await queue.WakeAsync(robot.Id, wait.Until, cancellation);
                    await table.SaveAsync(directory.Organisation, robot.Id, desk with { WakeAt = wait.Until }, cancellation);
                    return;
                default:
                    return;
            }
        }

        await queue.WakeAsync(robot.Id, time.GetUtcNow() + Breath, cancellation);
    }

    private async Task TellAsync(
        Robot robot, IRobotPlatform platform, RobotDesk desk, RobotStep.Send send, DateTimeOffset now, CancellationToken cancellation)
    {
        var begun = await table.SaveAsync(
            directory.Organisation,
            robot.Id,
            desk with
            {
                Calls = [.. desk.Calls.Where(call => now - call <= RobotPlan.Memory(platform.Limits)), now],
                InFlight = [.. send.Notices.Select(notice => notice.Id)],
            },
            cancellation);
        var answer = await caller.SayAsync(robot, platform, send.Text, now, cancellation);
        Signals.RobotCalls.Add(
            1, new KeyValuePair<string, object?>("platform", robot.Platform), new KeyValuePair<string, object?>("outcome", answer.GetType().Name));

        var (after, at) = (begun with { InFlight = [], WakeAt = begun.WakeAt > now ? begun.WakeAt : null }, time.GetUtcNow());
        switch (answer)
        {
            case RobotAnswer.Taken:
                await SettleAsync(after with { Failures = 0, BlockedUntil = null, SpokeAt = at }, error: null);
                break;
            case RobotAnswer.Refused refused:
                await SettleAsync(after with { Failures = 0, LastError = refused.Reason, LastErrorAt = at }, refused.Reason);
                break;
            case RobotAnswer.Blocked blocked:
                await LaterAsync(after with { BlockedUntil = at + blocked.Pause, LastError = blocked.Reason, LastErrorAt = at });
                break;
            case RobotAnswer.Unable unable:
                var failures = after.Failures + 1;
                await LaterAsync(
                    after with { Failures = failures, BlockedUntil = at + RobotPlan.PauseAfter(failures), LastError = unable.Reason, LastErrorAt = at });
                break;
        }

        Task SettleAsync(RobotDesk changed, string? error) =>
            table.SettleAsync(directory.Organisation, robot.Id, changed, send.Notices, at, error, desk.InFlight, cancellation);
        Task LaterAsync(RobotDesk changed) => table.SaveAsync(directory.Organisation, robot.Id, changed, cancellation);
    }
}
