using CareLoop.Functions.Development;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Journeys;

/// <summary>Every scripted journey of the handbook, row by row, through HTTP, on the embedded runtime and a real Azurite.</summary>
public sealed class JourneyTests
{
    public static TheoryData<string> Journeys => [.. JourneyScript.Ids];

    [Theory]
    [MemberData(nameof(Journeys))]
    public async Task A_journey_goes_through_its_states_clocks_and_notices_to_its_end(string id)
    {
        var script = JourneyScript.Load(id);
        var app = new AppFixture { Start = script.Start, Settings = script.Settings };
        await app.InitializeAsync();
        try
        {
            using var http = app.CreateClient();
            var player = new JourneyPlayer(script, http, app.Clock, id);
            List<string> deviations = [];
            await player.PlayAsync((step, status) =>
            {
                if (step.Status is not null && step.Status != status)
                {
                    deviations.Add($"{step.At:MM-dd HH:mm} {step.What}: {status} instead of {step.Status}");
                }
            });
            foreach (var (name, end) in script.Cases)
            {
                var clocks = await player.ClocksAsync(name);
                deviations.AddRange(end.Clocks.Except(clocks).Select(row => $"{name}: no deadline {row}\n  among {string.Join("\n        ", clocks)}"));

                var users = end.Notices.Select(row => row.Split(" → ")[1]).Distinct().ToList();
                var notices = await player.NoticesAsync(name, users);
                deviations.AddRange(end.Notices.Except(notices).Select(row => $"{name}: no notice {row}\n  among {string.Join("\n        ", notices)}"));
                Assert.Equal(notices.Distinct(), notices);
                Assert.Equal(end.Status, (string)(await player.Cases[name].ReadAsync(script.Reader, string.Empty))["status"]!["id"]!);
            }

            foreach (var (name, end) in script.CareTasks)
            {
                var clocks = await player.CareClocksAsync(name);
                deviations.AddRange(end.Clocks.Except(clocks).Select(row => $"{name}: no deadline {row}\n  among {string.Join("\n        ", clocks)}"));

                // All that anybody was told, so that nothing is told twice or too much.
                var users = end.Notices.Select(row => row.Split(" → ")[1]).Distinct();
                Assert.Equal(end.Notices.Order(StringComparer.Ordinal), await player.CareNoticesAsync(name, users));
                Assert.Equal(end.Status, await player.CareStatusAsync(name));
            }

            if (script.Penalties.Count > 0)
            {
                Assert.Equal(script.Penalties.Order(StringComparer.Ordinal), await player.PenaltiesAsync());
            }

            Assert.True(deviations.Count == 0, string.Join('\n', deviations));
        }
        finally
        {
            await app.DisposeAsync();
        }
    }
}
