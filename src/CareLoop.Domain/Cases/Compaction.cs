using CareLoop.Domain.Deadlines;

namespace CareLoop.Domain.Cases;

/// <summary>Keeps the state within its row: deadlines that ended long ago give way, the timeline still has them.</summary>
internal static class Compaction
{
    private const int MostDeadlines = 36;

    public static CaseState Fit(CaseState state)
    {
        if (state.Deadlines.Length <= MostDeadlines)
            return state;
        var surplus = state.Deadlines
            .Where(d => d.EndedAt is not null && d.Status != DeadlineStatus.Breached)
            .Take(state.Deadlines.Length - MostDeadlines)
            .Select(d => d.Id)
            .ToHashSet();
        return state with { Deadlines = state.Deadlines.RemoveAll(d => surplus.Contains(d.Id)) };
    }
}
