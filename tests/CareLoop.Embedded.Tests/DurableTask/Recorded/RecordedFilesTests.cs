using System.Text;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.DurableTask.Orchestration;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask.Recorded;

/// <summary>Files of every released version open, their instances finish, and their histories replay.</summary>
public sealed class RecordedFilesTests
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "DurableTask", "Recorded", "Files");

    public static TheoryData<string> Stores => [.. Directory.GetFiles(Root, "*.db", SearchOption.AllDirectories).Select(Relative)];

    public static TheoryData<string> Histories => [.. Directory.GetFiles(Root, "*.jsonl", SearchOption.AllDirectories).Select(Relative)];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_store_of_an_earlier_version_opens_and_its_instances_finish(string file)
    {
        var app = RecordedApp.Create(Task.FromResult<object?>(1));
        await using var host = await EngineHost.ContinueAsync(app, Path.Combine(Root, file), EngineHost.Start.AddHours(2));
        await host.PassAsync(TimeSpan.FromHours(1));

        Assert.NotNull((await host.LookAsync("quarantined")).FailureDetails);
        Assert.True(await host.Engine.ReleaseAsync("quarantined"));
        await host.Client.ResumeInstanceAsync("suspended");
        await host.Client.RaiseEventAsync("quarantined", "Number", 10);
        await host.Client.RaiseEventAsync("relay", "Letter", "c");
        await host.Client.RaiseEventAsync("relay", "Letter", "d");
        foreach (var id in (string[])["waiting", "quarantined", "pending"])
        {
            await host.Client.RaiseEventAsync(id, "Number", 20);
        }

        await host.PassAsync(TimeSpan.FromDays(50));

        var outputs = new Dictionary<string, string>
        {
            ["finished"] = "44",
            ["waiting"] = "45",
            ["quarantined"] = "46",
            ["pending"] = "67",
            ["sleeping"] = "7",
            ["suspended"] = "7",
            ["calling"] = "6",
            ["relay"] = "\"abcd\"",
        };
        foreach (var (id, output) in outputs)
        {
            Assert.Equal((id, output), (id, (await host.FinishAsync(id)).SerializedOutput));
        }
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void A_recorded_history_replays_and_is_written_the_same_way_again(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Root, file));
        var turns = lines.Select(line => HistoryCodec.DecodeTurn(Encoding.UTF8.GetBytes(line))).ToList();
        var id = Path.GetFileNameWithoutExtension(file);
        var services = new SessionServices(RecordedApp.Create(Task.FromResult<object?>(1)), new DurableEngineOptions().Json, new LogLines());
        var name = turns.SelectMany(turn => turn.Inputs).First(input => input.Kind == HistoryEventKind.Started).Name!;
        var session = new OrchestrationSession(services, new InstanceIdentity(name, id), () => { });

        var unfinished = turns.Where(turn => turn.Steps.All(step => step.Kind != HistoryEventKind.Completed)).ToList();
        unfinished.ForEach(session.Replay);
        foreach (var last in turns.Except(unfinished))
        {
            session.Run(last.At, last.Inputs);
            Assert.Equal(last.Steps[^1], session.Outcome);
        }

        Assert.Equal(lines, turns.Select(turn => Encoding.UTF8.GetString(HistoryCodec.Encode(turn))));
    }

    private static string Relative(string file) => Path.GetRelativePath(Root, file);
}
