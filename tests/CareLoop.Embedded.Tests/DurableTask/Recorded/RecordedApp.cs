using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask.Recorded;

/// <summary>The code that wrote the recorded files. It is never changed: new orchestrators are added instead.</summary>
internal static class RecordedApp
{
    public static TestApp Create(Task<object?> held) => new TestApp()
        .Activity<int>("Add", number => number + 1)
        .Activity<string>("Fail", reason => throw new TracelessException(reason))
        .AsyncActivity<object>("Hold", _ => held)
        .Orchestrator("EverythingV1", EverythingAsync)
        .Orchestrator("SleepV1", async context =>
        {
            await context.CreateTimer(EngineHost.Start.AddDays(40).UtcDateTime, CancellationToken.None);
            return await context.CallActivityAsync<int>("Add", 6);
        })
        .Orchestrator("HoldV1", async context => await context.CallActivityAsync<int>("Hold") + await context.WaitForExternalEvent<int>("Go"))
        .Orchestrator("RelayV1", async context =>
        {
            var text = context.GetInput<string>() + await context.WaitForExternalEvent<string>("Letter");
            if (text.Length < 4)
            {
                context.ContinueAsNew(text);
            }

            return text;
        });

    /// <summary>Recorded files name no folder of the machine they were made on.</summary>
    private sealed class TracelessException(string message) : Exception(message)
    {
        public override string? StackTrace => null;
    }

    private static async Task<object?> EverythingAsync(TaskOrchestrationContext context)
    {
        var sum = await context.CallActivityAsync<int>("Add", context.GetInput<int>());
        sum += (await Task.WhenAll(Enumerable.Range(0, 3).Select(i => context.CallActivityAsync<int>("Add", i)))).Sum();
        try
        {
            await context.CallActivityAsync("Fail", "原因 \"quoted\"", TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMinutes(1))));
        }
        catch (TaskFailedException failed)
        {
            sum += failed.TaskId;
        }

        using var cancel = new CancellationTokenSource();
        var never = context.CreateTimer(TimeSpan.FromDays(300), cancel.Token);
        context.SetCustomStatus(new { Waiting = context.NewGuid() });
        var event1 = await context.WaitForExternalEvent<int>("Number", TimeSpan.FromDays(100));
        cancel.Cancel();
        return sum + event1 + await context.WaitForExternalEvent<int>("Number");
    }
}
