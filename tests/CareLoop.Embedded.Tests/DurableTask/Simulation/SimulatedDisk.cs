using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.Tests.DurableTask.Simulation;

/// <summary>A disk that is full now and then, and a process that dies now and then right after a commit.</summary>
internal sealed class SimulatedDisk(Random random) : StoreFaults
{
    public bool IsReliable { get; set; }

    public bool Dead { get; private set; }

    public override void BeforeCommit()
    {
        if (!IsReliable && random.Next(20) == 0)
        {
            throw new IOException("simulated: disk full");
        }
    }

    public override void AfterCommit()
    {
        if (!IsReliable && random.Next(200) == 0)
        {
            Dead = true;
            throw new IOException("simulated: the process died");
        }
    }
}
