namespace CareLoop.Embedded.DurableTask;

/// <summary>How a call is made; at present only how it is retried.</summary>
public record TaskOptions(TaskRetryOptions? Retry = null)
{
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(policy);
}
