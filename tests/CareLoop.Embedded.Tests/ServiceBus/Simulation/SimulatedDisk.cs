using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>A disk that can refuse the next commit, or be the last thing a dying process writes to.</summary>
internal sealed class SimulatedDisk : StoreFaults
{
    public bool RefuseNext { get; set; }

    public bool DieAfterNext { get; set; }

    public bool Dead { get; set; }

    public override void BeforeCommit()
    {
        if (Dead)
            throw new IOException("The process is dead.");

        if (!RefuseNext)
            return;

        RefuseNext = false;
        throw new IOException("The disk is full.");
    }

    public override void AfterCommit()
    {
        if (!DieAfterNext)
            return;

        Dead = true;
        throw new IOException("The process dies here.");
    }
}
