namespace CareLoop.Embedded.Tests.DurableTask.Simulation;

/// <summary>What the callers know of an instance they started.</summary>
internal sealed record SimulatedInstance(string Id, string Kind, int Seed)
{
    /// <summary>Raised and acknowledged, in that order.</summary>
    public List<int> Acknowledged { get; } = [];

    /// <summary>The process died before it answered: delivered or not.</summary>
    public HashSet<int> Unanswered { get; } = [];

    /// <summary>One caller at a time, so that the order of events is known.</summary>
    public bool IsBusy { get; set; }

    public bool MayBeTerminated { get; set; }
}
