namespace CareLoop.Embedded.DurableTask;

/// <summary>The retry behaviour of a call.</summary>
public sealed class TaskRetryOptions(RetryPolicy policy)
{
    public RetryPolicy Policy { get; } = policy;

    public static implicit operator TaskRetryOptions(RetryPolicy policy) => FromRetryPolicy(policy);

    public static TaskRetryOptions FromRetryPolicy(RetryPolicy policy) => new(policy);
}
