using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.DurableTask.Core.Exceptions;
using CareLoop.Embedded.Hosting;
using CareLoop.Embedded.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Tests.Hosting;

public sealed class QuarantineEndpointsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_operator_sees_what_is_quarantined_and_releases_it_when_the_code_fits_again()
    {
        await using var app = await TestApp.StartAsync([typeof(Original)], Options);
        var client = app.Services.GetRequiredService<DurableEngine>().Client;
        await client.ScheduleNewOrchestrationInstanceAsync("Order", new StartOrchestrationOptions("o-1"));
        await client.ScheduleNewOrchestrationInstanceAsync("Order", new StartOrchestrationOptions("o-2"));
        await app.AdvanceToAsync(Start.AddHours(1));

        await app.RestartAsync([typeof(Changed)], Options);
        client = app.Services.GetRequiredService<DurableEngine>().Client;
        await client.RaiseEventAsync("o-1", "Go", 41);
        await client.RaiseEventAsync("o-2", "Go", 42);
        await app.AdvanceToAsync(Start.AddHours(2));
        var held = await ListAsync(app);
        Assert.Equal(["o-1", "o-2"], held.Select(instance => instance.GetProperty("instanceId").GetString()));
        Assert.All(held, instance =>
        {
            Assert.Equal("Order", instance.GetProperty("name").GetString());
            Assert.Equal(typeof(NonDeterministicOrchestrationException).FullName, instance.GetProperty("errorType").GetString());
            Assert.Contains("'First'", instance.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
            Assert.InRange(instance.GetProperty("since").GetDateTimeOffset(), Start.AddHours(1), Start.AddHours(2));
        });

        await app.RestartAsync([typeof(Original)], Options);
        Assert.Equal(HttpStatusCode.NoContent, await ReleaseAsync(app, "o-1"));
        Assert.Equal(HttpStatusCode.NotFound, await ReleaseAsync(app, "o-1"));
        Assert.Equal(HttpStatusCode.NotFound, await ReleaseAsync(app, "nobody"));
        await app.AdvanceToAsync(Start.AddHours(3));
        client = app.Services.GetRequiredService<DurableEngine>().Client;
        Assert.Equal(42, (await client.GetInstanceAsync("o-1", getInputsAndOutputs: true))!.ReadOutputAs<int>());
        Assert.Equal("o-2", Assert.Single(await ListAsync(app)).GetProperty("instanceId").GetString());
    }

    [Fact]
    public async Task A_long_list_comes_in_pages()
    {
        await using var app = await TestApp.StartAsync([typeof(Original)], Options);
        var client = app.Services.GetRequiredService<DurableEngine>().Client;
        var ids = Enumerable.Range(0, 101).Select(number => $"o-{number:D3}").ToList();
        foreach (var id in ids)
        {
            await client.ScheduleNewOrchestrationInstanceAsync("Order", new StartOrchestrationOptions(id));
        }

        await app.AdvanceToAsync(Start.AddHours(1));
        await app.RestartAsync([typeof(Changed)], Options);
        client = app.Services.GetRequiredService<DurableEngine>().Client;
        await Task.WhenAll(ids.Select(id => client.RaiseEventAsync(id, "Go", 1)));
        await app.AdvanceToAsync(Start.AddHours(2));

        var first = await GetAsync(app, "");
        var second = await GetAsync(app, $"?after={first.GetProperty("next").GetString()}");
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(
            ids, first.GetProperty("instances").EnumerateArray().Concat(second.GetProperty("instances").EnumerateArray())
                .Select(instance => instance.GetProperty("instanceId").GetString()));
    }

    private static void Options(EmbeddedHostOptions options) => options.VirtualClockStart = Start;

    private static async Task<List<JsonElement>> ListAsync(TestApp app) =>
        [.. (await GetAsync(app, "")).GetProperty("instances").EnumerateArray()];

    private static async Task<JsonElement> GetAsync(TestApp app, string query)
    {
        using var response = await SendAsync(app, HttpMethod.Get, $"/admin/durable/quarantine{query}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<HttpStatusCode> ReleaseAsync(TestApp app, string id)
    {
        using var response = await SendAsync(app, HttpMethod.Post, $"/admin/durable/quarantine/{id}/release");
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestApp app, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add(FunctionKeys.HeaderName, app.Keys.MasterKey);
        return await app.Http.SendAsync(request);
    }

    public static class Original
    {
        [Function("Order")]
        public static async Task<int> Order([OrchestrationTrigger] TaskOrchestrationContext context) =>
            await context.CallActivityAsync<int>("First") + await context.WaitForExternalEvent<int>("Go");

        [Function("First")]
        public static int First([ActivityTrigger] string? input) => input is null ? 1 : 0;
    }

    public static class Changed
    {
        [Function("Order")]
        public static async Task<int> Order([OrchestrationTrigger] TaskOrchestrationContext context) =>
            await context.CallActivityAsync<int>("Second") + await context.WaitForExternalEvent<int>("Go");

        [Function("Second")]
        public static int Second([ActivityTrigger] string? input) => input is null ? 1 : 0;
    }
}
