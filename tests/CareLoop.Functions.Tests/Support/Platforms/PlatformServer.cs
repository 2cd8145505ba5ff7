using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>A platform's API on a real socket. Answers can be replaced by error codes for as many calls as a test likes.</summary>
public sealed class PlatformServer : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<string> calls = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<int>> faults = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, int?> broken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HeldCall> held = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> silent = new(StringComparer.Ordinal);

    private PlatformServer(WebApplication server) => this.server = server;

    public Uri Address { get; private set; } = null!;

    /// <summary>Paths called so far, in their order.</summary>
    public IReadOnlyCollection<string> Calls => calls;

    public static async Task<PlatformServer> StartAsync(Action<WebApplication> map)
    {
        PlatformServer platform = new(TestServer.Build(host => host.UseUrls(TestServer.AnyPort)));
        platform.server.Use(platform.RecordAsync);
        map(platform.server);
        await platform.server.StartAsync();
        platform.Address = new Uri(TestServer.AddressOf(platform.server));
        return platform;
    }

    /// <summary>Answers the next calls of a path with these error codes.</summary>
    public void FailNext(string path, params int[] codes)
    {
        var queue = faults.GetOrAdd(path, _ => new());
        foreach (var code in codes)
        {
            queue.Enqueue(code);
        }
    }

    /// <summary>Answers every call of a path with an HTTP status, until told otherwise; null ends that.</summary>
    public void Break(string path, int? status) => broken[path] = status;

    /// <summary>Takes the next call of a path, does what it asks, and drops the connection instead of answering.</summary>
    public void KeepSilentOnce(string path) => silent[path] = 1;

    /// <summary>Holds the next call of a path until it is released, and never answers it.</summary>
    /// <param name="taken">Whether what it asks is done before.</param>
    public HeldCall HoldNext(string path, bool taken) => held[path] = new HeldCall(taken);

    /// <summary>JSON as these platforms send it: as text, which no client may mind.</summary>
    public static IResult Json(JsonObject document) => Results.Text(document.ToJsonString(), "text/plain");

    public static IResult Error(int code, string message = "error") => Json(new JsonObject { ["errcode"] = code, ["errmsg"] = $"{message} rid: 0-0-0" });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task RecordAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.ToString();
        calls.Enqueue(path);
        if (faults.TryGetValue(path, out var queue) && queue.TryDequeue(out var code))
        {
            await Error(code).ExecuteAsync(http);
            return;
        }

        if (broken.GetValueOrDefault(path) is { } status)
        {
            http.Response.StatusCode = status;
            return;
        }

        var isHeld = held.TryRemove(path, out var call);
        if (!isHeld && !silent.TryRemove(path, out _))
        {
            await next(http);
            return;
        }

        if (call is not { IsTaken: false })
        {
            http.Response.Body = Stream.Null;
            await next(http);
        }

        if (call is not null)
        {
            await call.HoldAsync();
        }

        http.Abort();
    }
}

/// <summary>A call that a platform has in hand.</summary>
/// <param name="taken">Whether what it asks is done.</param>
public sealed class HeldCall(bool taken)
{
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsTaken => taken;

    /// <summary>The call is there.</summary>
    public Task Arrived => arrived.Task;

    public void Release() => released.TrySetResult();

    internal Task HoldAsync()
    {
        arrived.TrySetResult();
        return released.Task;
    }
}
