using System.Collections.Concurrent;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.Tests.Hosting;

/// <summary>A small order process: reserve, wait a day or for a cancellation, ship.</summary>
public sealed class DurableFunctionsApp(DurableFunctionsApp.Steps steps)
{
    public sealed class Steps
    {
        public ConcurrentQueue<string> All { get; } = new();
    }

    public sealed record Order(string Item, int Count);

    public sealed record Reservation(Order Order, string InstanceId);

    [Function("Start")]
    public static async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders/{id}")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var order = await request.ReadFromJsonAsync<Order>(cancellation);
        await client.ScheduleNewOrchestrationInstanceAsync(nameof(OrderProcess), order, new StartOrchestrationOptions(id), cancellation);
        return Results.Accepted($"/api/orders/{id}");
    }

    [Function("Cancel")]
    public static async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "orders/{id}")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client)
    {
        await client.RaiseEventAsync(id, "Cancelled", "changed my mind");
        return Results.NoContent();
    }

    [Function("Show")]
    public static async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{id}")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client)
    {
        var instance = await client.GetInstanceAsync(id, getInputsAndOutputs: true);
        return instance is null
            ? Results.NotFound()
            : Results.Ok(new { Status = instance.RuntimeStatus.ToString(), Output = instance.IsCompleted ? instance.ReadOutputAs<string>() : null });
    }

    [Function(nameof(OrderProcess))]
    public static async Task<string> OrderProcess([OrchestrationTrigger] TaskOrchestrationContext context, Order order)
    {
        context.CreateReplaySafeLogger<DurableFunctionsApp>().LogInformation("Order of {Count}", order.Count);
        var reserved = await context.CallActivityAsync<Reservation>("reserve", order);
        using var stop = new CancellationTokenSource();
        var cancelled = context.WaitForExternalEvent<string>("Cancelled");
        var shipAt = context.CreateTimer(context.CurrentUtcDateTime.AddDays(1), stop.Token);
        if (await Task.WhenAny(cancelled, shipAt) == cancelled)
        {
            stop.Cancel();
            return $"cancelled: {cancelled.Result}";
        }

        await context.CallActivityAsync(nameof(ShipAsync), reserved);
        return $"shipped {reserved.Order.Count} {reserved.Order.Item} of {reserved.InstanceId}";
    }

    [Function("Reserve")]
    public Reservation Reserve([ActivityTrigger] Order order, string instanceId, FunctionContext context)
    {
        steps.All.Enqueue($"{context.FunctionDefinition.Name} {order.Item}");
        return new Reservation(order, instanceId);
    }

    [Function(nameof(ShipAsync))]
    public async Task ShipAsync([ActivityTrigger] Reservation reservation, CancellationToken cancellation)
    {
        await Task.Delay(1, cancellation);
        steps.All.Enqueue($"Ship {reservation.Order.Item}");
    }
}
