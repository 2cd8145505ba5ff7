using CareLoop.Embedded.Azurite;
using CareLoop.Embedded.Time;
using CareLoop.Functions.Development;
using CareLoop.Functions.Telemetry;
using CareLoop.Functions.Tests.AzureForm;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Telemetry;

/// <summary>What leaves the process for operators, over a real exporter to a real server.</summary>
public sealed class TelemetryTests
{
    private static readonly string[] Texts = ["沙发框架裂了,要求换新", "王丽", "13800001234", "陈敏"];

    [Fact]
    public async Task With_a_collector_our_spans_and_metrics_arrive_and_nothing_personal_does()
    {
        await using var collector = await Collector.StartAsync();
        string number;
        await using (var run = await Run.StartAsync(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" }))
        {
            Assert.True(Signals.Source.HasListeners());
            number = await run.Api.OpenSampleAsync();
            (await run.Api.CommandAsync(number, new { command = "giveFeedback", text = "好的" })).Problem(409, "command-not-allowed");

            // Nobody answers for a week.
            await run.Clock.AdvanceToAsync(JourneyJ01.Start.AddDays(7));
        }

        var (traces, metrics) = (collector.At("/v1/traces"), collector.At("/v1/metrics"));
        Assert.All(collector.Received, item => Assert.Equal("application/x-protobuf", item.Type));
        Assert.All(["apply inputs", "publish notices", "handle notice", number], text => Assert.Contains(text, traces, StringComparison.Ordinal));
        Assert.All(
            [
                "careloop.cases.received", "careloop.commands.applied", "careloop.commands.refused", "NotInThisStatus", "careloop.deadlines.breached",
                "MALL-SLA-", "careloop.notices.published", "careloop.notices.handled", "careloop.round.duration", "careloop.inbox.wait",
            ],
            text => Assert.Contains(text, metrics, StringComparison.Ordinal));
        Assert.DoesNotContain(number, metrics, StringComparison.Ordinal);
        foreach (var sent in new[] { traces, metrics })
        {
            Assert.All(
                ["service.name", TelemetryStart.ServiceName, "service.version", TelemetryStart.Version, "service.instance.id"],
                text => Assert.Contains(text, sent, StringComparison.Ordinal));
            Assert.All(Texts, text => Assert.DoesNotContain(text, sent, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_recorded_and_nothing_is_sent()
    {
        await using var run = await Run.StartAsync(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "" });
        await run.Api.OpenSampleAsync();

        Assert.False(Signals.Source.HasListeners());
        Assert.All(Signals.All, instrument => Assert.False(instrument.Enabled, instrument.Name));
    }

    [Fact]
    public void Every_signal_is_explained_to_operators()
    {
        var guide = File.ReadAllText(RepositoryFolder.Combine("docs", "telemetry.md"));
        Assert.All(Signals.All, instrument => Assert.Contains($"`{instrument.Name}`", guide, StringComparison.Ordinal));
        Assert.All(Signals.All, instrument => Assert.False(string.IsNullOrEmpty(instrument.Unit), instrument.Name));
    }

    [Fact]
    public void A_dead_letter_is_counted_at_the_delivery_after_which_the_broker_gives_up()
    {
        var counts = System.Text.RegularExpressions.Regex.Matches(
            File.ReadAllText(RepositoryFolder.Combine("infra", "servicebus", "Config.json")), "\"MaxDeliveryCount\": (\\d+)");
        Assert.NotEmpty(counts);
        Assert.All(counts, count => Assert.Equal(NoticeSignals.MaxDeliveries, int.Parse(count.Groups[1].Value)));
    }

    private sealed class Run(AzuriteServer azurite, CareLoopHost host, TempFolder folder, LogRecorder log) : IAsyncDisposable
    {
        public ApiClient Api { get; } = new(new HttpClient { BaseAddress = host.Address });

        public VirtualClock Clock => (VirtualClock)host.Services.GetRequiredService<TimeProvider>();

        public static async Task<Run> StartAsync(Dictionary<string, string?> settings)
        {
            var folder = new TempFolder();
            var log = new LogRecorder();
            var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.At("azurite"), InMemory = true });
            var host = await CareLoopHost.StartAsync(
                new CareLoopHostOptions(folder.At("careloop"), azurite.ConnectionString, "http://127.0.0.1:0", JourneyJ01.Start, log, settings));
            return new Run(azurite, host, folder, log);
        }

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            await azurite.DisposeAsync();
            log.Dispose();
            folder.Dispose();
        }
    }
}
