using CareLoop.Functions.Duties;
using CareLoop.Functions.Erasure;
using CareLoop.Functions.FollowUps;
using CareLoop.Functions.Penalties;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Care;

/// <summary>
/// Works off table <c>due</c>: opens tasks, warns, finds what was missed, duties of the calendar too, reminds people of their day and of penalty proposals, has closed cases forget their customers, and finishes what a crash interrupted. Late, repeated and
/// overlapping runs do the same: every row leads to something that knows itself what is to be done.
/// </summary>
public sealed partial class CareWatch(DueTable due, CareRounds rounds, CarePlanner planner, DailyReminders reminders, BirthdayDuties birthdays, DutyLooks duties, RetentionWatch retention, CustomerErasure erasure, PenaltyRounds penalties, TimeProvider time, ILogger<CareWatch> logger)
{
    [Function(nameof(CareWatch))]
    public async Task Run([TimerTrigger("%CareWatchSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        await reminders.AskAsync(cancellation);
        await birthdays.PlanAsync(cancellation);
        await duties.AskAsync(cancellation);
        await retention.AskAsync(cancellation);
        List<Exception> failures = [];
        await foreach (var item in due.ReadAsync(time.GetUtcNow(), cancellation))
        {
            try
            {
                // What is too much for one run stays for the next.
                if (item.Kind == DueItem.Retention && !await retention.WorkAsync(client, cancellation))
                {
                    continue;
                }

                await (item.Kind switch
                {
                    DueItem.Retention => Task.CompletedTask,
                    DueItem.Plan => planner.PlanAsync(item.Subject, cancellation),
                    DueItem.Penalty => penalties.PassAsync(item.Subject, cancellation),
                    DueItem.Erasure => erasure.EraseAskedAsync(item.Subject, cancellation),
                    DueItem.Duties => duties.LookAsync(item.Subject, item.FiledAt, cancellation),
                    DueItem.Reminders => reminders.TellAsync(cancellation),
                    _ => rounds.PassAsync(item.Subject, cancellation),
                });
                await due.SeenAsync(item, cancellation);
            }
#pragma warning disable CA1031 // one task that cannot be worked on must not keep the others waiting; its row stays, and the run is reported as failed
            catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.Failed(logger, item.Kind, item.Subject, error);
                failures.Add(error);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Some care tasks could not be worked on; they are tried again in the next run.", failures);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Due {Kind} {Subject} could not be worked on")]
        public static partial void Failed(ILogger logger, string kind, string subject, Exception error);
    }
}
