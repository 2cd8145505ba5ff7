using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.DurableTask.Orchestration;
using CareLoop.Embedded.DurableTask.Persistence;

namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>What is kept in memory of an instance between turns; always equal to what is on disk.</summary>
internal sealed class InstanceState(InstanceRow row)
{
    public InstanceIdentity Identity { get; } = new(row.Name, row.InstanceId);

    public InstanceRow Row { get; private set; } = row;

    public bool IsSuspended => Row.Status == OrchestrationRuntimeStatus.Suspended;

    /// <summary>Null until the history has been replayed.</summary>
    public OrchestrationSession? Session { get; set; }

    /// <summary>A turn never begins before the one before it, even if the machine's clock was set back.</summary>
    public DateTime TurnTime(DateTime now) => now > Row.UpdatedAt ? now : Row.UpdatedAt;

    /// <summary>Follows a turn that has reached the disk.</summary>
    public void Advance(TurnRecord turn)
    {
        Row = Row with
        {
            Status = turn.Status,
            UpdatedAt = turn.Turn.At,
            Ready = turn.Ready,
            OpenActivities = turn.OpenActivities,
            WakeAt = turn.WakeAt,
            CustomStatus = turn.CustomStatus,
            Input = turn.ContinuesAsNew ? turn.Outcome!.Data : Row.Input,
            Generation = turn.ContinuesAsNew ? Row.Generation + 1 : Row.Generation,
        };
        if (turn.Outcome is not null)
        {
            Session = null;
        }
    }

    public HistoryEvent Start() => new(HistoryEventKind.Started) { Name = Row.Name, Data = Row.Input };
}
