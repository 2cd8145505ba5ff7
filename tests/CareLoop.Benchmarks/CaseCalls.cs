using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using CareLoop.Embedded.ServiceBus;

namespace CareLoop.Benchmarks;

/// <summary>One operation on the storage account or the broker, and on whose behalf.</summary>
/// <param name="At">The journey's instant.</param>
/// <param name="IsBroker">On the broker; else on the storage account.</param>
/// <param name="Cause">Request, round or notice: what the case costs. Reading and background: what it does not.</param>
/// <param name="Kind">What was done to what, such as <c>insert receipts</c>.</param>
internal sealed record CaseCall(DateTimeOffset At, bool IsBroker, string Cause, string Kind);

/// <summary>
/// Every call of the storage clients' pipelines, retries and failures included, and every operation asked of the broker.
/// A storage call belongs to the innermost span it was made under.
/// </summary>
internal sealed partial class CaseCalls : IDisposable
{
    public const string Request = "request";
    public const string Round = "round";
    public const string Notice = "notice";
    public const string Reading = "reading";
    public const string Background = "background";

    private readonly HashSet<int> ports;
    private readonly TimeProvider clock;
    private readonly Func<bool> isReading;
    private readonly ActivityListener spans;
    private readonly MeterListener meters = new();
    private readonly List<CaseCall> calls = [];

    /// <param name="ports">Where the storage account listens.</param>
    /// <param name="clock">The journey's clock.</param>
    /// <param name="isReading">Whether the HTTP request under way only looks something up.</param>
    public CaseCalls(IEnumerable<int> ports, TimeProvider clock, Func<bool> isReading)
    {
        (this.ports, this.clock, this.isReading) = ([.. ports], clock, isReading);
        spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "System.Net.Http" or "CareLoop",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = Stopped,
        };
        ActivitySource.AddActivityListener(spans);
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == BrokerMeter.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => Add(
            isBroker: true, Notice, $"{tags.Value(BrokerMeter.Operation)} {tags.Value(BrokerMeter.Entity)}"));
        meters.Start();
    }

    public IReadOnlyList<CaseCall> All
    {
        get
        {
            lock (calls)
            {
                return [.. calls];
            }
        }
    }

    public void Dispose()
    {
        meters.Dispose();
        spans.Dispose();
    }

    private void Stopped(Activity call)
    {
        if (call.Source.Name == "System.Net.Http" && call.GetTagItem("server.port") is int port && ports.Contains(port))
        {
            var kind = KindOf((string)call.GetTagItem("http.request.method")!, new Uri((string)call.GetTagItem("url.full")!).AbsolutePath);
            // The directory and the partners' endpoints are read as a whole, by each instance at most once a minute for all its cases.
            Add(isBroker: false, kind is "query directory" or "query webhooks" ? Background : CauseOf(call.Parent), kind);
        }
    }

    private void Add(bool isBroker, string cause, string kind)
    {
        lock (calls)
        {
            calls.Add(new CaseCall(clock.GetUtcNow(), isBroker, cause, kind));
        }
    }

    private string CauseOf(Activity? span) => span switch
    {
        null => Background,
        { OperationName: "apply inputs" } => Round,
        { OperationName: "handle notice" } => Notice,
        { OperationName: "Microsoft.AspNetCore.Hosting.HttpRequestIn" } => isReading() ? Reading : Request,
        _ => CauseOf(span.Parent),
    };

    private static string KindOf(string method, string path)
    {
        if (path.EndsWith("/$batch", StringComparison.Ordinal))
        {
            return "transaction";
        }

        // Azurite's paths begin with the account's name.
        var place = Place().Match(Uri.UnescapeDataString(path));
        var isRow = place.Groups["keys"].Value.Contains('=', StringComparison.Ordinal);
        var verb = method switch
        {
            "GET" => place.Groups["keys"].Success && !isRow ? "query" : "read",
            "POST" => "insert",
            "PUT" => isRow ? "replace" : "put",
            _ => method,
        };
        return $"{verb} {place.Groups["name"].Value}";
    }

    [GeneratedRegex(@"^/[^/]+/(?<name>[^/(]+)(?<keys>\(.*\))?")]
    private static partial Regex Place();
}

internal static class MeasurementTags
{
    public static object? Value(this ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }
}
