using CareLoop.Embedded.DurableTask.Core.Exceptions;
using CareLoop.Embedded.DurableTask.History;

namespace CareLoop.Embedded.DurableTask.Orchestration;

/// <summary>The steps an orchestrator takes in one turn, compared on replay with those that are recorded.</summary>
internal sealed class Steps(string orchestrator)
{
    private List<HistoryEvent> taken = [];
    private IReadOnlyList<HistoryEvent>? recorded;

    public bool IsReplaying => recorded is not null;

    /// <summary>Kept, because the orchestrator's code may catch what <see cref="Take"/> throws.</summary>
    public NonDeterministicOrchestrationException? Deviation { get; private set; }

    /// <param name="expected">The recorded steps of the turn; null if it is taken for the first time.</param>
    public void BeginTurn(IReadOnlyList<HistoryEvent>? expected) => (taken, recorded) = ([], expected);

    /// <exception cref="NonDeterministicOrchestrationException">The history has another step here.</exception>
    public void Take(HistoryEvent step)
    {
        if (recorded is not null)
        {
            var expected = taken.Count < recorded.Count ? recorded[taken.Count] : null;
            if (expected is null || !IsSame(expected, step))
            {
                Deviate(Describe(expected), Describe(step));
                throw Deviation!;
            }
        }

        taken.Add(step);
    }

    public List<HistoryEvent> EndTurn()
    {
        if (Deviation is null && recorded is not null && taken.Count < recorded.Count)
        {
            Deviate(Describe(recorded[taken.Count]), Describe(null));
        }

        return taken;
    }

    public void Deviate(string expected, string actual) => Deviation ??= new NonDeterministicOrchestrationException(
        $"Orchestrator '{orchestrator}' did not repeat its history: expected {expected}, actual {actual}. " +
        "Either its code has changed since this instance started, or it depends on something other than its context.");

    private static bool IsSame(HistoryEvent expected, HistoryEvent actual) =>
        expected.Kind == actual.Kind
        && expected.TaskId == actual.TaskId
        && string.Equals(expected.Name, actual.Name, StringComparison.OrdinalIgnoreCase);

    private static string Describe(HistoryEvent? step) => step switch
    {
        null => "no further step",
        { Name: { } name } => $"{step.Kind} #{step.TaskId} '{name}'",
        _ => $"{step.Kind} #{step.TaskId}",
    };
}
