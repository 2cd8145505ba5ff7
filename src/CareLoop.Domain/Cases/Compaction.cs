using CareLoop.Domain.Deadlines;

namespace CareLoop.Domain.Cases;

/// <summary>Keeps the state within its row: deadlines that ended long ago give way, the timeline still has them.</summary>
internal static class Compaction
{
    private const int MostDeadlines = 36;

    /// <summary>An id as its base and its number: <c>fu-7d.due#2</c> is the second of <c>fu-7d.due</c>.</summary>
    public static (string Base, int Number) Numbered(string id)
    {
        var at = id.LastIndexOf('#');
        return at > 0 && int.TryParse(id[(at + 1)..], out var number) ? (id[..at], number) : (id, 1);
    }

    public static CaseState Fit(CaseState state)
    {
        if (state.Deadlines.Length <= MostDeadlines)
            return state;
        var surplus = state.Deadlines
            .Where(d => d.EndedAt is not null && d.Status != DeadlineStatus.Breached)
            .Take(state.Deadlines.Length - MostDeadlines)
            .Select(d => d.Id)
            .ToHashSet();
        var forgotten = state.Forgotten;
        foreach (var (id, number) in surplus.Select(Numbered))
            forgotten = forgotten.SetItem(id, Math.Max(number, forgotten.GetValueOrDefault(id)));
        return state with { Deadlines = state.Deadlines.RemoveAll(d => surplus.Contains(d.Id)), Forgotten = forgotten };
    }
}
