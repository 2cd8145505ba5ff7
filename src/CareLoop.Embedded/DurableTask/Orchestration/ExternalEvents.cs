using CareLoop.Embedded.DurableTask.History;

namespace CareLoop.Embedded.DurableTask.Orchestration;

/// <summary>
/// Events and those who wait for them. Early events queue up (oldest first); waiters stack up (newest first), and one that
/// was cancelled keeps its place, as on Azure.
/// </summary>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, Stack<Waiter>> waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HistoryEvent> early = [];

    /// <summary>Those that came before anybody waited for them, oldest first.</summary>
    public IReadOnlyList<HistoryEvent> Unprocessed => early;

    public bool HasLiveWaiter => waiters.Values.Any(stack => stack.Any(waiter => !waiter.IsOver));

    public bool TryTakeEarly(string name, out HistoryEvent? happening)
    {
        var index = early.FindIndex(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase));
        happening = index < 0 ? null : early[index];
        if (index >= 0)
        {
            early.RemoveAt(index);
        }

        return index >= 0;
    }

    /// <exception cref="ArgumentException">An older wait for the name expects another type.</exception>
    public void Wait(string name, Waiter waiter)
    {
        if (!waiters.TryGetValue(name, out var stack))
        {
            waiters.Add(name, stack = []);
        }
        else if (stack.TryPeek(out var other) && other.Type != waiter.Type)
        {
            throw new ArgumentException(
                $"Event '{name}' is already waited for as {other.Type.FullName}; all waits for one name must have the same type.", nameof(name));
        }

        stack.Push(waiter);
    }

    /// <returns>False if the newest waiter was dead, so that the event is lost.</returns>
    public bool Deliver(HistoryEvent happening)
    {
        if (!waiters.TryGetValue(happening.Name!, out var stack))
        {
            early.Add(happening);
            return true;
        }

        var waiter = stack.Pop();
        if (stack.Count == 0)
        {
            waiters.Remove(happening.Name!);
        }

        return waiter.Complete(happening.Data);
    }

    internal abstract class Waiter
    {
        public abstract Type Type { get; }

        public abstract bool IsOver { get; }

        /// <returns>False if nobody waits any more.</returns>
        public abstract bool Complete(string? data);
    }

    internal sealed class Waiter<T>(Func<string?, T> deserialize) : Waiter
    {
        private readonly TaskCompletionSource<T> completion = new();

        public override Type Type => typeof(T);

        public override bool IsOver => completion.Task.IsCompleted;

        public Task<T> Task => completion.Task;

        public void Cancel(CancellationToken cancellation) => completion.TrySetCanceled(cancellation);

        public override bool Complete(string? data) => completion.TrySetResult(deserialize(data));
    }
}
