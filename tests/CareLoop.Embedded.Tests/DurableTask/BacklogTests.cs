using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask;

/// <summary>An instance that takes one event a generation works off a backlog with the same effort for each, however long it is.</summary>
public sealed class BacklogTests
{
    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 150)]
    public async Task Ten_times_the_backlog_is_not_more_work_for_each_event(bool withActivity, int mostRowsWritten)
    {
        var (shortRead, shortWritten) = await WorkPerEventAsync(100, withActivity);
        var (longRead, longWritten) = await WorkPerEventAsync(1_000, withActivity);

        Assert.InRange(longRead, 0.9, 1.1);
        Assert.InRange(longWritten, 1, mostRowsWritten);
        Assert.InRange(longRead / shortRead, 0, 1.5);
        Assert.InRange(longWritten / shortWritten, 0, 2.5);
    }

    [Fact]
    public async Task A_word_of_the_operator_does_not_wait_behind_the_backlog()
    {
        var app = new TestApp().Orchestrator("Endless", async context =>
        {
            await context.WaitForExternalEvent<int>("Number");
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            context.ContinueAsNew(null);
            return null;
        });
        await using var host = await EngineHost.StartAsync(app, 100);
        var id = await host.StartAsync("Endless");
        await Task.WhenAll(Enumerable.Range(0, 300).Select(number => host.Client.RaiseEventAsync(id, "Number", number)));
        await host.Client.SuspendInstanceAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.LookAsync(id)).RuntimeStatus);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(number => host.Client.RaiseEventAsync(id, "Number", number)));
        await host.Client.ResumeInstanceAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.LookAsync(id)).RuntimeStatus);
        await host.Client.TerminateInstanceAsync(id, "enough");
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.FinishAsync(id)).RuntimeStatus);
    }

    private static async Task<(double Read, double Written)> WorkPerEventAsync(int backlog, bool withActivity)
    {
        var app = new TestApp().Activity<int>("Look", number => number).Orchestrator("One", async context =>
        {
            var taken = context.GetInput<int>();
            if (taken == 0)
            {
                await context.WaitForExternalEvent<object>("Open");
            }

            var number = await context.WaitForExternalEvent<int>("Number");
            if (number != taken)
            {
                throw new InvalidOperationException($"Event {number} came in the place of {taken}.");
            }

            if (withActivity)
            {
                await context.CallActivityAsync<int>("Look", number);
            }

            if (taken + 1 < backlog)
            {
                context.ContinueAsNew(taken + 1);
            }

            return taken + 1;
        });
        await using var host = await EngineHost.StartAsync(app, 100);
        var id = await host.StartAsync("One");
        await host.Client.SuspendInstanceAsync(id);
        await host.QuietAsync();
        for (var number = 0; number < backlog; number++)
        {
            await host.Client.RaiseEventAsync(id, "Number", number);
        }

        await host.Client.RaiseEventAsync(id, "Open");
        await host.QuietAsync();
        var written = await RowsWrittenAsync(host);
        await host.Client.ResumeInstanceAsync(id);
        Assert.Equal(backlog, (await host.FinishAsync(id)).ReadOutputAs<int>());
        return (host.Engine.InboxRowsRead / (double)backlog,
            (await RowsWrittenAsync(host) - written) / (double)backlog);
    }

    private static Task<long> RowsWrittenAsync(EngineHost host) =>
        host.Store.WriteAsync(connection => (long)connection.Scalar("SELECT total_changes()")!);
}
