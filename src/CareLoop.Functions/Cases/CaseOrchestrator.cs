using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>
/// One durable instance per episode of a case. It only waits: for the bell that announces a command, or for the next deadline.
/// What happens then is decided by <see cref="ApplyInputs"/>; nothing here knows a rule.
/// </summary>
public static class CaseOrchestrator
{
    /// <summary>The doorbell. It carries nothing: inputs are rows.</summary>
    public const string Wake = "Wake";

    private const int RoundsPerGeneration = 50;

    // A defect in a rule must not end a case: the round is tried again until the corrected code is deployed.
    private static readonly TaskOptions Persistently = TaskOptions.FromRetryPolicy(
        new RetryPolicy(int.MaxValue, TimeSpan.FromSeconds(2), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(10)));

    [Function(nameof(CaseOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var episode = context.GetInput<Episode>()!;
        var bell = context.WaitForExternalEvent<object?>(Wake);
        using var alarm = new Alarm(context);
        for (var round = 0; ; round++)
        {
            var report = await context.CallActivityAsync<RoundReport>(
                nameof(ApplyInputs), new RoundToken(episode.CaseId, episode.Number, episode.Generation, round), Persistently);
            context.SetCustomStatus(report.Status);
            if (report.Finished)
            {
                return;
            }

            if (round == RoundsPerGeneration)
            {
                context.ContinueAsNew(episode with { Generation = episode.Generation + 1 });
                return;
            }

            alarm.Set(report.WakeAt);
            if (!bell.IsCompleted)
            {
                await Task.WhenAny(bell, alarm.Rings);
            }

            while (bell.IsCompleted)
            {
                bell = context.WaitForExternalEvent<object?>(Wake);
            }
        }
    }
}
