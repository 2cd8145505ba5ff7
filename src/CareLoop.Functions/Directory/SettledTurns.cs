using System.Collections.Concurrent;

namespace CareLoop.Functions.Directory;

/// <summary>Turns that have ended and need not be looked at again: nothing was left behind, or it has been said. Forgetting one costs a few reads.</summary>
public sealed class SettledTurns
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> ends = new(StringComparer.Ordinal);

    public bool Contains(string turn) => ends.ContainsKey(turn);

    public void Add(string turn, DateTimeOffset end) => ends[turn] = end;

    /// <summary>Drops turns too old to be asked about.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var (turn, end) in ends)
        {
            if (end < before)
            {
                ends.TryRemove(turn, out _);
            }
        }
    }
}
