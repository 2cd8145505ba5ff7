using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>Starting and ringing episodes. Both may be repeated at will.</summary>
internal static class Episodes
{
    /// <summary>Starts an episode's instance; one that runs already is left alone.</summary>
    public static async Task StartEpisodeAsync(this DurableTaskClient client, string caseId, int episode, CancellationToken cancellation)
    {
        var instance = CaseKeys.Instance(caseId, episode);
        if (await client.GetInstanceAsync(instance, cancellation) is { IsCompleted: false })
        {
            return;
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(CaseOrchestrator), new Episode(caseId, episode, Generation: 0), new StartOrchestrationOptions(instance), cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested && IsRunningNow(client, instance, cancellation))
        {
            // Somebody else started it in between: that is what was wanted.
        }
    }

    /// <summary>Rings an episode's bell. False when the instance has ended or was never started.</summary>
    public static async Task<bool> RingAsync(this DurableTaskClient client, string caseId, int episode, CancellationToken cancellation)
    {
        var instance = CaseKeys.Instance(caseId, episode);
        if (await client.GetInstanceAsync(instance, cancellation) is not { IsCompleted: false })
        {
            return false;
        }

        await client.RaiseEventAsync(instance, CaseOrchestrator.Wake, cancellation: cancellation);
        return true;
    }

    private static bool IsRunningNow(DurableTaskClient client, string instance, CancellationToken cancellation) =>
        client.GetInstanceAsync(instance, cancellation).GetAwaiter().GetResult() is { IsCompleted: false };
}
