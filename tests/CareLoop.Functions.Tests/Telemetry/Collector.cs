using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Tests.Telemetry;

/// <summary>A server that takes OTLP over HTTP and keeps what it gets. Protobuf leaves texts as they are, so they can be looked for.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string? Type, string Body)> received = [];
    private readonly WebApplication server;

    private Collector(WebApplication server) => this.server = server;

    public string Address => server.Urls.Single();

    public IReadOnlyCollection<(string Path, string? Type, string Body)> Received => received;

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var collector = new Collector(builder.Build());
        collector.server.Urls.Add("http://127.0.0.1:0");
        collector.server.Map("/{**path}", collector.TakeAsync);
        await collector.server.StartAsync();
        return collector;
    }

    /// <summary>All that arrived at one path, together.</summary>
    public string At(string path) => string.Concat(received.Where(item => item.Path == path).Select(item => item.Body));

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync();
        await server.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue((context.Request.Path, context.Request.ContentType, Encoding.UTF8.GetString(body.ToArray())));
    }
}
