using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Cases;

/// <summary>
/// Waits for a command's outcome row. The case may be decided on another machine, so there is nothing to listen to;
/// the row is read at growing intervals of real time.
/// </summary>
public sealed class CommandWait(CaseTable cases)
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.7),
    ];

    /// <summary>The outcome; null when the caller did not want to wait (<c>Prefer: respond-async</c>) or it took too long.</summary>
    public async Task<StoredOutcome?> ForOutcomeAsync(HttpRequest request, string caseId, string commandId, CancellationToken cancellation)
    {
        if (request.Headers["Prefer"].ToString().Contains("respond-async", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        foreach (var pause in Pauses)
        {
            await Task.Delay(pause, cancellation);
            if (await cases.FindOutcomeAsync(caseId, commandId, cancellation) is { } outcome)
            {
                return outcome;
            }
        }

        return null;
    }
}
