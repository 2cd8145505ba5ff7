using CareLoop.Functions.Api;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Cases;

/// <summary>
/// Waits for a command's outcome row. The case may be decided on another machine, so there is nothing to listen to;
/// the rows are read at growing intervals of real time.
/// </summary>
public sealed class CommandWait(CaseTable cases)
{
    /// <summary>The outcome and the case after it; null when it took longer than the request's <c>Prefer</c> allows.</summary>
    public async Task<CaseWithCommand?> ForOutcomeAsync(HttpRequest request, string caseId, string commandId, CancellationToken cancellation)
    {
        foreach (var pause in OutcomePauses.Of(request))
        {
            await Task.Delay(pause, cancellation);
            if (await cases.FindWithCommandAsync(caseId, commandId, cancellation) is { Command.Outcome: not null } decided)
            {
                return decided;
            }
        }

        return null;
    }

    /// <summary>Whether a case has come to be as asked within the time the request allows.</summary>
    public async Task<bool> UntilAsync(HttpRequest request, string caseId, Func<CaseHeader, bool> isSo, CancellationToken cancellation)
    {
        foreach (var pause in OutcomePauses.Of(request).Prepend(TimeSpan.Zero))
        {
            await Task.Delay(pause, cancellation);
            if (await cases.FindAsync(caseId, cancellation) is { } header && isSo(header))
            {
                return true;
            }
        }

        return false;
    }
}
