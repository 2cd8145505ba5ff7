using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>Starting and ringing episodes. Both may be repeated at will.</summary>
internal static class Episodes
{
    private const int Looks = 20;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

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
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Somebody else may have started it in between, which is what was wanted; runtimes say so with exceptions of their own.
            if (!await AppearsAsync(client, instance, cancellation))
            {
                throw;
            }
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

    /// <summary>Whether the instance exists, allowing for a start that is being written at this moment.</summary>
    private static async Task<bool> AppearsAsync(DurableTaskClient client, string instance, CancellationToken cancellation)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (await client.GetInstanceAsync(instance, cancellation) is not null)
            {
                return true;
            }

            await Task.Delay(BetweenLooks, cancellation);
        }

        return false;
    }
}
