namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>Remembers which items were used last.</summary>
/// <param name="limit">How many are kept.</param>
internal sealed class RecentlyUsed<T>(int limit)
    where T : class
{
    private readonly Lock gate = new();
    private readonly LinkedList<T> order = [];
    private readonly Dictionary<T, LinkedListNode<T>> nodes = [];

    /// <returns>Items that have to go, the oldest first.</returns>
    public List<T> Use(T item)
    {
        lock (gate)
        {
            Forget(item);
            nodes.Add(item, order.AddLast(item));
            List<T> dropped = [];
            while (order.Count > limit)
            {
                var oldest = order.First!.Value;
                Forget(oldest);
                dropped.Add(oldest);
            }

            return dropped;
        }
    }

    public void Remove(T item)
    {
        lock (gate)
        {
            Forget(item);
        }
    }

    private void Forget(T item)
    {
        if (nodes.Remove(item, out var node))
        {
            order.Remove(node);
        }
    }
}
