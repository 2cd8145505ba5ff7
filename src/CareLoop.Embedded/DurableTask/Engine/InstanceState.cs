using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.DurableTask.Orchestration;
using CareLoop.Embedded.DurableTask.Persistence;

namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>What is kept in memory of an instance between turns; always equal to what is on disk.</summary>
internal sealed class InstanceState(InstanceRow row)
{
    /// <summary>
    /// An orchestrator is given no more events at a time than this, and no further ones before it waits for some: what it leaves to
    /// its next generation is written again, so a long backlog would cost every generation its full length.
    /// </summary>
    private const int MostEvents = 64;

    private readonly List<HistoryEvent> inbox = [];

    public InstanceIdentity Identity { get; } = new(row.Name, row.InstanceId);

    public InstanceRow Row { get; private set; } = row;

    public bool IsSuspended => Row.Status == OrchestrationRuntimeStatus.Suspended;

    /// <summary>Null until the history has been replayed.</summary>
    public OrchestrationSession? Session { get; set; }

    /// <summary>The newest message that was read from disk; those up to it are in memory or gone.</summary>
    public long LastRead { get; private set; }

    /// <summary>All waiting messages, oldest first.</summary>
    public IReadOnlyList<HistoryEvent> Inbox => inbox;

    /// <summary>Whether events wait that the orchestrator would take.</summary>
    public bool WantsTurn => !IsSuspended && inbox.Count > 0 && Room > 0;

    private int Room => Session switch
    {
        null or { WaitsForEvent: true } => MostEvents,
        var session => MostEvents - session.EarlyEvents,
    };

    /// <param name="messages">Read from disk, all of them newer than <see cref="LastRead"/>, oldest first.</param>
    public void Receive(IReadOnlyList<HistoryEvent> messages)
    {
        inbox.AddRange(messages);
        LastRead = messages.Count > 0 ? messages[^1].Sequence : LastRead;
    }

    /// <summary>What the next turn takes: a bounded number of events, and everything else, which must not wait behind them.</summary>
    public IReadOnlyList<HistoryEvent> NextMessages()
    {
        var (events, room) = (0, Room);
        return [.. inbox.Where(message => message.Kind != HistoryEventKind.EventRaised || ++events <= room)];
    }

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

        var consumed = turn.Consumed.ToHashSet();
        inbox.RemoveAll(message => consumed.Contains(message.Sequence));
        if (turn.Carried.Count > 0)
        {
            // They may come from a part of the history that was taken before this state was read.
            LastRead = Math.Max(LastRead, turn.Carried[^1].Sequence);
            inbox.AddRange(turn.Carried);
            inbox.Sort((left, right) => left.Sequence.CompareTo(right.Sequence));
        }
    }

    public HistoryEvent Start() => new(HistoryEventKind.Started) { Name = Row.Name, Data = Row.Input };
}
