namespace CareLoop.Embedded.DurableTask;

/// <param name="count">How many finished instances are gone; 0 for one that is missing or not finished.</param>
public class PurgeResult(int count)
{
    public int PurgedInstanceCount { get; } = count;
}
