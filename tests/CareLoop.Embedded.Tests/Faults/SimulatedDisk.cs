using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.Tests.Faults;

/// <summary>A disk that refuses commits, or is the last thing a dying process writes to: when it is told to, or by the odds given.</summary>
/// <param name="refuses">Asked before every commit.</param>
/// <param name="dies">Asked after every commit.</param>
internal sealed class SimulatedDisk(Func<bool>? refuses = null, Func<bool>? dies = null) : StoreFaults
{
    public bool RefuseNext { get; set; }

    public bool DieAfterNext { get; set; }

    public bool Dead { get; set; }

    public override void BeforeCommit()
    {
        if (Dead)
            throw new IOException("simulated: the process is dead");

        if (!RefuseNext && refuses?.Invoke() is not true)
            return;

        RefuseNext = false;
        throw new IOException("simulated: the disk is full");
    }

    public override void AfterCommit()
    {
        if (!DieAfterNext && dies?.Invoke() is not true)
            return;

        Dead = true;
        throw new IOException("simulated: the process dies here");
    }
}
