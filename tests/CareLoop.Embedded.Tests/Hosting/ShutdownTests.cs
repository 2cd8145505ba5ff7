using System.Net;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Tests.Hosting;

public sealed class ShutdownTests
{
    public sealed class Signals
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Cancelled { get; } = new();

        public TaskCompletionSource Release { get; } = new();
    }

    public sealed class Functions(Signals signals)
    {
        [Function("Slow")]
        public async Task<IResult> SlowAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            signals.Entered.SetResult();
            await signals.Release.Task;
            return Results.Ok("done");
        }

        [Function("Endless")]
        public async Task EndlessAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellation)
        {
            signals.Entered.SetResult();
            using var registration = cancellation.Register(signals.Cancelled.SetResult);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
    }

    [Fact]
    public async Task A_request_under_way_is_finished_before_the_host_stops()
    {
        var signals = new Signals();
        await using var app = await StartAsync(signals, TimeSpan.FromSeconds(30));
        var http = new HttpClient { BaseAddress = app.Http.BaseAddress };
        var request = http.GetAsync("/api/slow");
        await signals.Entered.Task.WaitAsync(TimeSpan.FromMinutes(2));

        var stop = app.StopAsync();
        Assert.False(stop.IsCompleted);
        signals.Release.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await request).StatusCode);
        await stop.WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_request_without_end_is_cancelled_when_the_time_to_drain_is_over()
    {
        var signals = new Signals();
        await using var app = await StartAsync(signals, TimeSpan.FromMilliseconds(200));
        var http = new HttpClient { BaseAddress = app.Http.BaseAddress };
        var request = http.GetAsync("/api/endless");
        await signals.Entered.Task.WaitAsync(TimeSpan.FromMinutes(2));

        await app.StopAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await signals.Cancelled.Task.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.InternalServerError, (await request).StatusCode);
    }

    private static Task<TestApp> StartAsync(Signals signals, TimeSpan drain) => TestApp.StartAsync(
        [typeof(Functions)],
        options => options.ShutdownTimeout = drain,
        builder => builder.ConfigureFunctionsWebApplication().Services.AddSingleton(signals));
}
