using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Hosting;
using CareLoop.Embedded.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Tests.Hosting;

public sealed class DurableHostTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Type[] Functions = [typeof(DurableFunctionsApp)];

    private readonly DurableFunctionsApp.Steps steps = new();
    private readonly ConcurrentQueue<string> invoked = new();

    [Fact]
    public async Task An_orchestration_runs_from_its_HTTP_start_over_a_timer_to_its_output()
    {
        await using var app = await TestApp.StartAsync(Functions, Options, Configure);
        using var started = await app.Http.PostAsJsonAsync("/api/orders/o-1", new { item = "sofa", count = 2 });
        await app.AdvanceToAsync(Start.AddHours(23));
        var waiting = await ShowAsync(app, "o-1");
        await app.AdvanceToAsync(Start.AddHours(25));
        var done = await ShowAsync(app, "o-1");

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal(("Running", null), waiting);
        Assert.Equal(("Completed", "shipped 2 sofa of o-1"), done);
        Assert.Equal(["Reserve sofa", "Ship sofa"], steps.All);
        Assert.Single(app.Logs.Entries, entry => entry.Contains("Order of 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_raised_through_a_bound_client_ends_the_wait()
    {
        await using var app = await TestApp.StartAsync(Functions, Options, Configure);
        await app.Http.PostAsJsonAsync("/api/orders/o-2", new { item = "lamp", count = 1 });
        await app.AdvanceToAsync(Start.AddHours(1));
        await app.Http.DeleteAsync("/api/orders/o-2");
        await app.AdvanceToAsync(Start.AddHours(2));

        Assert.Equal(("Completed", "cancelled: changed my mind"), await ShowAsync(app, "o-2"));
        Assert.Equal(["Reserve lamp"], steps.All);
    }

    [Fact]
    public async Task A_restart_takes_up_what_was_waiting_at_the_instant_the_clock_had_reached()
    {
        await using var app = await TestApp.StartAsync(Functions, Options, Configure);
        await app.Http.PostAsJsonAsync("/api/orders/o-3", new { item = "bed", count = 1 });
        await app.AdvanceToAsync(Start.AddHours(20));
        await app.RestartAsync(Functions, Options, Configure);
        Assert.Equal(Start.AddHours(20), app.Services.GetRequiredService<TimeProvider>().GetUtcNow());

        await app.AdvanceToAsync(Start.AddHours(24));
        Assert.Equal(("Completed", "shipped 1 bed of o-3"), await ShowAsync(app, "o-3"));
        Assert.Equal(["Reserve bed", "Ship bed"], steps.All);
    }

    [Fact]
    public async Task Middleware_runs_around_orchestrators_and_activities_too()
    {
        await using var app = await TestApp.StartAsync(Functions, Options, Configure);
        await app.Http.PostAsJsonAsync("/api/orders/o-4", new { item = "desk", count = 1 });
        await app.AdvanceToAsync(Start.AddDays(2));

        Assert.Equal(["OrderProcess", "Reserve", "ShipAsync", "Start"], invoked.Distinct().Order());
        Assert.Equal(1, invoked.Count(name => name == "Reserve"));
    }

    [Fact]
    public async Task Middleware_that_awaits_before_an_orchestrator_fails_it_with_the_reason_as_on_Azure()
    {
        await using var app = await TestApp.StartAsync(Functions, Options, builder =>
        {
            Configure(builder);
            builder.UseMiddleware(async (_, next) =>
            {
                await Task.Delay(1);
                await next();
            });
        });
        await app.Http.PostAsJsonAsync("/api/orders/o-5", new { item = "rug", count = 1 });
        await app.AdvanceToAsync(Start.AddHours(1));

        var instance = await app.Services.GetRequiredService<DurableEngine>().Client.GetInstanceAsync("o-5", getInputsAndOutputs: true);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, instance!.RuntimeStatus);
        Assert.Contains("Middleware awaited something of its own before orchestrator OrderProcess", instance.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(steps.All);
    }

    [Fact]
    public async Task The_durable_client_comes_by_binding_only_as_on_Azure()
    {
        await using var app = await TestApp.StartAsync(Functions, Options, Configure);
        Assert.Null(app.Services.GetService<DurableTaskClient>());
    }

    private static async Task<(string? Status, string? Output)> ShowAsync(TestApp app, string id)
    {
        var json = await app.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{id}");
        return (json.GetProperty("status").GetString(), json.GetProperty("output").GetString());
    }

    private static void Options(EmbeddedHostOptions options) => options.VirtualClockStart = Start;

    private void Configure(FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware((context, next) =>
        {
            invoked.Enqueue(context.FunctionDefinition.Name);
            return next();
        });
        builder.Services.AddSingleton(steps);
    }
}
