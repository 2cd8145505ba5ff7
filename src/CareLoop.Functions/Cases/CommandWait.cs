using System.Globalization;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Cases;

/// <summary>
/// Waits for a command's outcome row. The case may be decided on another machine, so there is nothing to listen to;
/// the rows are read at growing intervals of real time.
/// </summary>
public sealed class CommandWait(CaseTable cases)
{
    private const int LongestWaitInSeconds = 60;

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.7),
    ];

    /// <summary>
    /// The outcome and the case after it; null when it took too long. The header <c>Prefer</c> (RFC 7240) shortens the wait to nothing with <c>respond-async</c>
    /// and lengthens it with <c>wait=</c> seconds, up to a minute.
    /// </summary>
    public async Task<CaseWithCommand?> ForOutcomeAsync(HttpRequest request, string caseId, string commandId, CancellationToken cancellation)
    {
        foreach (var pause in PausesOf(request.Headers["Prefer"].ToString()))
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
        foreach (var pause in PausesOf(request.Headers["Prefer"].ToString()).Prepend(TimeSpan.Zero))
        {
            await Task.Delay(pause, cancellation);
            if (await cases.FindAsync(caseId, cancellation) is { } header && isSo(header))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<TimeSpan> PausesOf(string preference)
    {
        if (preference.Contains("respond-async", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        var wait = preference.Split(',', ';').Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith("wait=", StringComparison.OrdinalIgnoreCase));
        return int.TryParse(wait?["wait=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? Pauses.Concat(Enumerable.Repeat(TimeSpan.FromSeconds(1), Math.Min(seconds, LongestWaitInSeconds)))
            : Pauses;
    }
}
