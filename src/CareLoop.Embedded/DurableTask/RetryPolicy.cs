namespace CareLoop.Embedded.DurableTask;

/// <summary>How often, and after which pauses, a failed activity is tried again.</summary>
public class RetryPolicy
{
    /// <param name="maxNumberOfAttempts">Counts the first try: 1 means no retry.</param>
    /// <param name="firstRetryInterval">The pause before the second try.</param>
    /// <param name="backoffCoefficient">Each further pause is this many times longer.</param>
    /// <param name="maxRetryInterval">The longest pause; one hour unless told.</param>
    /// <param name="retryTimeout">No try begins later than this after the first; infinite unless told.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument that could never mean a retry.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
        if (maxRetryInterval is { } longest)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(longest, firstRetryInterval, nameof(maxRetryInterval));
        }

        if (retryTimeout is { } limit && limit != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, firstRetryInterval, nameof(retryTimeout));
        }
    }

    public int MaxNumberOfAttempts { get; }

    public TimeSpan FirstRetryInterval { get; }

    public double BackoffCoefficient { get; }

    public TimeSpan MaxRetryInterval { get; }

    public TimeSpan RetryTimeout { get; }

    /// <summary>False for a failure ends the tries and lets it surface; null means every failure is tried again.</summary>
    public Func<TaskFailureDetails, bool>? HandleFailure { internal get; init; }

    /// <summary>The pause before the next try.</summary>
    /// <param name="failedAttempts">How many tries have failed, at least 1.</param>
    internal TimeSpan PauseAfter(int failedAttempts)
    {
        var milliseconds = FirstRetryInterval.TotalMilliseconds * Math.Pow(BackoffCoefficient, failedAttempts - 1);
        return milliseconds < MaxRetryInterval.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : MaxRetryInterval;
    }
}
