namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>
/// How long a caller waits for the broker. It is real time, like every wait for the answer of a server:
/// on a virtual clock the caller itself may be the work that time is waiting for.
/// </summary>
internal static class Patience
{
    /// <param name="withdraw">Takes the demand out of line; false if it was served already, which then counts after all.</param>
    /// <param name="giveUp">Answers the withdrawn demand with nothing.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled before the demand was served.</exception>
    public static async Task<T> WaitAsync<T>(
        Lock gate, Task<T> answer, Func<bool> withdraw, Action giveUp, TimeSpan patience, CancellationToken cancellation)
    {
        if (answer.IsCompleted)
            return await answer;

        var withdrawn = false;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var registration = timeout.Token.Register(() =>
        {
            lock (gate)
            {
                withdrawn = withdraw();
                if (withdrawn)
                    giveUp();
            }
        });
        timeout.CancelAfter(patience);
        var result = await answer;
        if (withdrawn)
            cancellation.ThrowIfCancellationRequested();

        return result;
    }
}
