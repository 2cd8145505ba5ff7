using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CareLoop.Benchmarks;

/// <summary>
/// What of each HTTP request to the host was spent waiting for the storage account: every call of the storage clients' pipelines,
/// retries included, counts for the request that it was made under. Calls made later, by orchestrations and handlers, don't.
/// </summary>
internal sealed class StorageTime : IDisposable
{
    private const string RequestIn = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private readonly HashSet<int> ports;
    private readonly ActivityListener listener;
    private readonly ConditionalWeakTable<Activity, Spent> spent = [];
    private readonly Lock gate = new();
    private TimeSpan requests;
    private TimeSpan storage;
    private int calls;
    private int count;

    /// <param name="ports">Where the storage account listens.</param>
    public StorageTime(IEnumerable<int> ports)
    {
        this.ports = [.. ports];
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "System.Net.Http")
                {
                    AddCall(activity);
                }
                else if (activity.OperationName == RequestIn)
                {
                    AddRequest(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public Dictionary<string, object> Figures()
    {
        lock (gate)
        {
            return new()
            {
                ["azuriteShare"] = storage / requests,
                ["azuriteCallsPerRequest"] = calls / (double)count,
            };
        }
    }

    public void Reset()
    {
        lock (gate)
        {
            (requests, storage, calls, count) = (default, default, 0, 0);
        }
    }

    public void Dispose() => listener.Dispose();

    private void AddCall(Activity call)
    {
        if (call.GetTagItem("server.port") is not int port || !ports.Contains(port))
        {
            return;
        }

        var root = call;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        var sum = spent.GetOrCreateValue(root);
        lock (sum)
        {
            sum.Time += call.Duration;
            sum.Calls++;
        }
    }

    private void AddRequest(Activity request)
    {
        var sum = spent.GetOrCreateValue(request);
        lock (gate)
        {
            requests += request.Duration;
            storage += sum.Time;
            calls += sum.Calls;
            count++;
        }
    }

    private sealed class Spent
    {
        public TimeSpan Time { get; set; }

        public int Calls { get; set; }
    }
}
