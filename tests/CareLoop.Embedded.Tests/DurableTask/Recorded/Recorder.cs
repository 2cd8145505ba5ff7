using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.DurableTask.Persistence;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask.Recorded;

/// <summary>
/// Writes what this version leaves behind in the middle of everything. Run before a release, into a folder of the new schema version:
/// <c>CARELOOP_RECORD=tests/CareLoop.Embedded.Tests/DurableTask/Recorded/Files dotnet test --filter Recorder</c>.
/// </summary>
public sealed class Recorder
{
    private const string Version = "v1";

    [Fact]
    public async Task Record_when_asked_to()
    {
        var app = RecordedApp.Create(new TaskCompletionSource<object?>().Task);
        await using var host = await EngineHost.StartAsync(app, 10);
        await host.StartAsync("EverythingV1", 1, "finished");
        await host.StartAsync("EverythingV1", 2, "waiting");
        await host.StartAsync("EverythingV1", 3, "quarantined");
        await host.StartAsync("SleepV1", null, "sleeping");
        await host.StartAsync("SleepV1", null, "suspended");
        await host.StartAsync("RelayV1", "", "relay");
        await host.PassAsync(TimeSpan.FromHours(1));
        await host.Client.SuspendInstanceAsync("suspended", "审计");
        await host.Client.RaiseEventAsync("relay", "Letter", "a");
        await host.Client.RaiseEventAsync("relay", "Letter", "b");
        await host.Client.RaiseEventAsync("waiting", "Number", 10);
        await host.Client.RaiseEventAsync("finished", "Number", 10);
        await host.Client.RaiseEventAsync("finished", "Number", 20);
        await host.FinishAsync("finished");
        await host.QuietAsync();
        await host.StartAsync("HoldV1", null, "calling");
        await host.Client.RaiseEventAsync("calling", "Go", 5);
        await ConditionAsync(() => host.Store.Read(connection =>
            connection.Scalar("SELECT 1 WHERE EXISTS (SELECT 1 FROM durable_instances WHERE open_activities > 0) AND NOT EXISTS (SELECT 1 FROM durable_inbox)") is not null));
        await host.Engine.DisposeAsync();
        var histories = await LeaveUnfinishedAsync(new InstanceStore(host.Store), host.Clock.GetUtcNow().UtcDateTime);
        await host.CloseAsync();
        if (Environment.GetEnvironmentVariable("CARELOOP_RECORD") is { Length: > 0 } folder)
        {
            Save(folder, host.File, histories);
        }
    }

    /// <summary>What a live engine would have worked off before it could be recorded.</summary>
    private static async Task<Dictionary<string, List<HistoryTurn>>> LeaveUnfinishedAsync(InstanceStore store, DateTime now)
    {
        await store.OpenAsync();
        await store.CreateAsync("pending", "EverythingV1", "4", now);
        await store.PostAsync("pending", new HistoryEvent(HistoryEventKind.EventRaised) { Name = "Number", Data = "30" });
        await store.QuarantineAsync(store.Find("quarantined")!.Key, TaskFailureDetails.FromException(new IOException("disk full")), [], now);
        string[] ids = ["finished", "waiting", "quarantined", "sleeping", "suspended", "calling", "relay"];
        return ids.ToDictionary(id => id, id => store.ReadHistory(store.Find(id)!.Key));
    }

    private static void Save(string folder, string file, Dictionary<string, List<HistoryTurn>> histories)
    {
        Directory.CreateDirectory(Path.Combine(folder, Version));
        File.Copy(file, Path.Combine(folder, Version, "store.db"), overwrite: true);
        foreach (var (id, turns) in histories)
        {
            File.WriteAllLines(
                Path.Combine(folder, Version, $"{id}.jsonl"), turns.Select(turn => System.Text.Encoding.UTF8.GetString(HistoryCodec.Encode(turn))));
        }
    }

    private static async Task ConditionAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
