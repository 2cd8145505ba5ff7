using System.Collections.Concurrent;
using System.Diagnostics;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>A platform's sending side: real HTTP calls by its plan, and books of its own about what came of them.</summary>
/// <param name="plan">The platform's plan, or a faster one.</param>
/// <param name="time">The platform's clock: signatures and pauses go by it.</param>
public sealed class PushSender(PushPlan plan, TimeProvider time) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly ConcurrentDictionary<string, Delivery> deliveries = new(StringComparer.Ordinal);

    /// <summary>Every message sent so far, each once, however often it was called for.</summary>
    public IReadOnlyCollection<Delivery> Deliveries => [.. deliveries.Values];

    /// <summary>Sends a message until it is acknowledged or the plan is at its end.</summary>
    /// <param name="build">Builds the call; asked again for every repetition, since requests cannot be sent twice and signatures grow old.</param>
    /// <returns>The message's entry in the books. Sending the same key again adds to the same entry, acknowledged or not.</returns>
    public async Task<Delivery> SendAsync(Delivery message, Func<HttpRequestMessage> build, CancellationToken cancellation = default)
    {
        var entry = deliveries.GetOrAdd(message.Key, message);
        for (var repetition = 0; ; repetition++)
        {
            if (await TryAsync(entry, build, cancellation) || repetition == plan.Pauses.Count)
            {
                return entry;
            }

            if (plan.Pauses[repetition] > TimeSpan.Zero)
            {
                await Task.Delay(plan.Pauses[repetition], time, cancellation);
            }
        }
    }

    /// <summary>Calls and returns the answer, without books: for questions about the address.</summary>
    public async Task<(int Status, string Body)> AskAsync(HttpRequestMessage request, CancellationToken cancellation = default)
    {
        using var response = await http.SendAsync(request, cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
    }

    public void Dispose() => http.Dispose();

    private async Task<bool> TryAsync(Delivery entry, Func<HttpRequestMessage> build, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(plan.Patience);
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var request = build();
            using var response = await http.SendAsync(request, patience.Token);
            var answer = await response.Content.ReadAsStringAsync(patience.Token);
            var acknowledged = plan.IsAnswer((int)response.StatusCode, answer);
            entry.Record(new Attempt((int)response.StatusCode, answer, Stopwatch.GetElapsedTime(began)), acknowledged);
            return acknowledged;
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            entry.Record(new Attempt(null, null, Stopwatch.GetElapsedTime(began)), acknowledged: false);
            return false;
        }
    }
}
