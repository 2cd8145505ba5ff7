using System.Globalization;

namespace CareLoop.Functions.Cases;

/// <summary>Names one round of one episode. A round that finds its own token in the header has already been decided.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Episode">1 for the first life of a case, one more for each reopening after archive.</param>
/// <param name="Generation">Grows when the orchestration continues as new.</param>
/// <param name="Round">Grows with every look at the case.</param>
public sealed record RoundToken(string CaseId, int Episode, int Generation, int Round)
{
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Episode}.{Generation}.{Round}");
}

/// <summary>What the orchestration needs to know after a round: how long to sleep, whether it is over, and what operators may see.</summary>
/// <param name="WakeAt">The next moment something falls due; null when only a command can move the case.</param>
/// <param name="Finished">The episode is over.</param>
/// <param name="Status">Shown as custom status: codes only.</param>
public sealed record RoundReport(DateTime? WakeAt, bool Finished, EpisodeStatus Status);

/// <summary>Custom status of an episode.</summary>
public sealed record EpisodeStatus(string Stage, string? Owner, DateTimeOffset? NextDeadline);

/// <summary>Input of an episode's orchestration.</summary>
public sealed record Episode(string CaseId, int Number, int Generation);
