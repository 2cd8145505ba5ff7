using CareLoop.Embedded.DurableTask.Core.Exceptions;
using CareLoop.Embedded.DurableTask.History;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.DurableTask.Orchestration;

/// <summary>
/// One generation of one instance in memory: the orchestrator's code, brought to where its history ends. The inputs of a
/// turn go in one at a time, each followed by all the code it sets free, so a replay runs exactly as the first time did.
/// </summary>
internal sealed partial class OrchestrationSession
{
    private readonly SessionServices services;
    private readonly InstanceIdentity instance;
    private readonly OrchestratorScheduler scheduler = new();
    private readonly Steps steps;
    private readonly SessionContext context;
    private readonly ILogger logger;
    private Task<object?>? main;

    public OrchestrationSession(SessionServices services, InstanceIdentity instance, Action onInvaded)
    {
        (this.services, this.instance) = (services, instance);
        logger = services.Loggers.CreateLogger<OrchestrationSession>();
        steps = new Steps(instance.Name);
        context = new SessionContext(services, instance, scheduler, steps);
        scheduler.OnInvaded = onInvaded;
    }

    public OpenTasks Open => context.Open;

    public string? CustomStatus => context.CustomStatus;

    /// <summary>Set once the instance or generation is over.</summary>
    public HistoryEvent? Outcome { get; private set; }

    /// <summary>Early events that go with <see cref="HistoryEventKind.ContinuedAsNew"/>, oldest first; null if they are to be dropped.</summary>
    public IReadOnlyList<HistoryEvent>? CarriedEvents { get; private set; }

    /// <summary>Whether the code waits for an event that has not come.</summary>
    public bool WaitsForEvent => context.Events.HasLiveWaiter;

    /// <summary>How many events have come that the code has not asked for.</summary>
    public int EarlyEvents => context.Events.Unprocessed.Count;

    /// <summary>An earlier copy of this session was found to await something foreign: so does this one.</summary>
    public void Invade() => scheduler.Invade();

    /// <exception cref="NonDeterministicOrchestrationException">The code does not do what is recorded.</exception>
    public void Replay(HistoryTurn turn)
    {
        Begin(turn.At, turn.Steps);
        foreach (var input in turn.Inputs)
        {
            if (!Open.Contains(input))
            {
                steps.Deviate($"{input.Kind} #{input.TaskId} for an open task", "none open");
            }
            else if (Outcome is null)
            {
                Apply(input);
            }
        }

        if (Outcome?.Failure is { } failure)
        {
            // Says more than the steps that it kept from being taken.
            steps.Deviate("to go on", $"a failure ({failure.ErrorMessage})");
        }

        End();
        if (Outcome is not null)
        {
            steps.Deviate("to go on", $"{Outcome.Kind}");
            throw steps.Deviation!;
        }
    }

    /// <summary>Takes a turn for the first time: the timers that are due, then the inputs.</summary>
    /// <returns>What goes into history; inputs that came too late for anybody are left out.</returns>
    public HistoryTurn Run(DateTime at, IEnumerable<HistoryEvent> inputs)
    {
        Begin(at, null);
        List<HistoryEvent> consumed = [];
        foreach (var input in inputs.Where(input => input.Kind == HistoryEventKind.Started).Concat(Due()).Concat(
            inputs.Where(input => input.Kind != HistoryEventKind.Started)))
        {
            if (Outcome is null && Open.Contains(input))
            {
                consumed.Add(input);
                Apply(input);
            }
        }

        if (Outcome is null && scheduler.Invaded)
        {
            Fail(OrchestratorScheduler.InvalidInvocation());
        }

        return new HistoryTurn(at, consumed, End());
    }

    private void Begin(DateTime at, IReadOnlyList<HistoryEvent>? recorded)
    {
        context.Now = at;
        steps.BeginTurn(recorded);
    }

    private List<HistoryEvent> End()
    {
        var taken = steps.EndTurn();
        return steps.Deviation is { } deviation ? throw deviation : taken;
    }

    private IEnumerable<HistoryEvent> Due()
    {
        while (Open.NextDue(context.Now) is { } timer)
        {
            yield return new HistoryEvent(HistoryEventKind.TimerFired) { TaskId = timer.TaskId };
        }
    }

    private void Apply(HistoryEvent input)
    {
        try
        {
            scheduler.Run(() => Stimulate(input));
            Decide();
        }
        catch (Exception error)
        {
            // Not the orchestrator's own exception (that is in its task): an event of the wrong shape, as on Azure.
            Fail(error);
        }
    }

    private void Stimulate(HistoryEvent input)
    {
        switch (input.Kind)
        {
            case HistoryEventKind.Started:
                Start(input);
                break;
            case HistoryEventKind.ActivityCompleted or HistoryEventKind.ActivityFailed:
                Open.CompleteActivity(input);
                break;
            case HistoryEventKind.TimerFired:
                Open.FireTimer(input.TaskId);
                break;
            case HistoryEventKind.EventRaised:
                if (!context.Events.Deliver(input) && !steps.IsReplaying)
                {
                    LogSwallowed(logger, input.Name!, instance.InstanceId);
                }

                break;
        }
    }

    private void Start(HistoryEvent input)
    {
        context.Input = input.Data;
        var orchestrator = services.Functions.FindOrchestrator(instance.Name);
        if (orchestrator is null)
        {
            var failure = new TaskFailureDetails(
                ActivityErrors.OrchestratorNotFound, $"There is no orchestrator named '{instance.Name}'.", null, null);
            Outcome = new HistoryEvent(HistoryEventKind.Failed) { Failure = failure };
            return;
        }

        Task.Factory.StartNew(
            () => main = Await(orchestrator), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
    }

    /// <summary>Makes a result that arrives from a foreign thread visible to the scheduler.</summary>
    private async Task<object?> Await(Func<TaskOrchestrationContext, Task<object?>> orchestrator) => await orchestrator(context);

    private void Decide()
    {
        if (Outcome is not null || Open.Any)
        {
            return;
        }

        if (main is { IsCompleted: true })
        {
            Finish(main);
        }
        else if (main is not null && !context.Events.HasLiveWaiter)
        {
            // Nothing that we could ever deliver would wake it.
            Fail(OrchestratorScheduler.InvalidInvocation());
        }
    }

    private void Finish(Task<object?> finished)
    {
        if (!finished.IsCompletedSuccessfully)
        {
            Fail(finished.Exception?.InnerException ?? new TaskCanceledException(finished));
        }
        else if (context.NextGeneration is { } next)
        {
            CarriedEvents = next.PreserveEvents ? context.Events.Unprocessed : null;
            Outcome = new HistoryEvent(HistoryEventKind.ContinuedAsNew) { Data = next.Input };
        }
        else
        {
            Outcome = new HistoryEvent(HistoryEventKind.Completed) { Data = context.Serialize(finished.Result) };
        }
    }

    private void Fail(Exception error) =>
        Outcome = new HistoryEvent(HistoryEventKind.Failed) { Failure = TaskFailureDetails.FromException(error) };

    [LoggerMessage(
        LogLevel.Warning,
        "Event {EventName} of instance {InstanceId} was swallowed: the newest wait for it had been cancelled or had timed out. Azure loses it too")]
    private static partial void LogSwallowed(ILogger logger, string eventName, string instanceId);
}
