namespace CareLoop.Functions.Tests.AzureForm;

/// <summary>A small function app with every trigger the product uses: correct as it stands, so that each planted mistake is the only one.</summary>
internal static class SampleApp
{
    public const string FileName = "Sample.cs";

    public const string Code = """
        using Microsoft.AspNetCore.Http;
        using Microsoft.Azure.Functions.Worker.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Azure.Data.Tables;
        using Azure.Messaging.ServiceBus;
        using Microsoft.Azure.Functions.Worker;
        using Microsoft.Azure.Functions.Worker.Middleware;
        using Microsoft.DurableTask;
        using Microsoft.DurableTask.Client;

        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<Guard>();
        builder.Services.AddSingleton(TimeProvider.System);
        await builder.Build().RunAsync();

        public sealed class Guard : IFunctionsWorkerMiddleware
        {
            public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
            {
                await next(context);
                context.GetInvocationResult().Value ??= context.GetHttpContext() is null ? null : Results.NotFound();
            }
        }

        public sealed record Note(string Id) : ITableEntity
        {
            public string PartitionKey { get; set; } = Id;
            public string RowKey { get; set; } = "note";
            public DateTimeOffset? Timestamp { get; set; }
            public Azure.ETag ETag { get; set; }
        }

        public sealed class Functions(TableClient table, ServiceBusSender sender)
        {
            [Function("Start")]
            public async Task<IResult> Start(
                [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "notes/{id}")] HttpRequest request,
                string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
            {
                string instance = await client.ScheduleNewOrchestrationInstanceAsync("Run", id, new StartOrchestrationOptions(id), cancellation);
                await client.RaiseEventAsync(instance, "Wake", cancellation: cancellation);
                return Results.Accepted(instance);
            }

            [Function("Run")]
            public static async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context)
            {
                var policy = new RetryPolicy(maxNumberOfAttempts: 3, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2);
                var count = await context.CallActivityAsync<int>("Save", context.GetInput<string>(), TaskOptions.FromRetryPolicy(policy));
                using var stop = new CancellationTokenSource();
                await Task.WhenAny(context.WaitForExternalEvent<object>("Wake"), context.CreateTimer(context.CurrentUtcDateTime.AddDays(1), stop.Token));
                stop.Cancel();
                return count;
            }

            [Function("Save")]
            public async Task<int> Save([ActivityTrigger] string id, FunctionContext context)
            {
                await table.UpsertEntityAsync(new Note(id), TableUpdateMode.Replace, context.CancellationToken);
                await sender.SendMessageAsync(new ServiceBusMessage(id) { MessageId = id, SessionId = id });
                var found = 0;
                await foreach (var note in table.QueryAsync<Note>($"PartitionKey eq '{id}'", maxPerPage: 10))
                {
                    found += note.RowKey.Length;
                }

                return found;
            }

            [Function("Handle")]
            public async Task Handle(
                [ServiceBusTrigger("events", "staff", Connection = "Bus", IsSessionsEnabled = true)] ServiceBusReceivedMessage message,
                ServiceBusMessageActions actions) =>
                await actions.DeadLetterMessageAsync(message, deadLetterReason: message.ApplicationProperties.Count.ToString());

            [Function("Tick")]
            public void Tick([TimerTrigger("0 30 1 * * *", UseMonitor = true)] TimerInfo timer) => _ = timer.ScheduleStatus?.Next;
        }
        """;

    /// <summary>The sample with one piece of code replaced; the replaced piece must be there once.</summary>
    public static string With(string correct, string mistaken, out int line)
    {
        var at = Code.IndexOf(correct, StringComparison.Ordinal);
        if (at < 0 || Code.IndexOf(correct, at + 1, StringComparison.Ordinal) >= 0)
        {
            throw new ArgumentException($"'{correct}' is not in the sample exactly once.", nameof(correct));
        }

        line = Code[..at].Count(character => character == '\n') + 1;
        return Code.Replace(correct, mistaken, StringComparison.Ordinal);
    }
}
