using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.DurableTask.Core.Exceptions;
using CareLoop.Embedded.Tests.DurableTask.Harness;

namespace CareLoop.Embedded.Tests.DurableTask.CrashWalk;

/// <summary>
/// Orchestrators and what is done to them, step by step. A step that met the end of the process is done again by the next one, as a
/// careful caller would, so each must bear being done twice.
/// </summary>
internal sealed class Scenario(TestApp app)
{
    private readonly List<Func<Mortal, Task>> steps = [];
    private readonly List<string> ids = [];

    public TestApp App => app;

    public IReadOnlyList<Func<Mortal, Task>> Steps => steps;

    public IReadOnlyList<string> Ids => ids;

    public Scenario Start(string orchestrator, string id, object? input = null)
    {
        ids.Add(id);
        return Do(async life =>
        {
            try
            {
                await life.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id));
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // The start before the crash had been stored.
            }
        });
    }

    public Scenario Raise(string id, string name, object payload) => Send(client => client.RaiseEventAsync(id, name, payload));

    /// <summary>A message that finds its instance finished had been delivered before the crash.</summary>
    public Scenario Send(Func<DurableTaskClient, Task> message) => Do(async life =>
    {
        try
        {
            await message(life.Client);
        }
        catch (InstanceUnavailableException finished) when (finished.Status is not null)
        {
            // See above.
        }
    });

    public Scenario Quiet() => Do(life => life.QuietAsync());

    /// <param name="hours">Since the beginning of the scenario, so that a repetition waits no longer.</param>
    public Scenario Until(double hours) => Do(life => life.Clock.AdvanceToAsync(EngineHost.Start.AddHours(hours)));

    private Scenario Do(Func<Mortal, Task> step)
    {
        steps.Add(step);
        return this;
    }
}
