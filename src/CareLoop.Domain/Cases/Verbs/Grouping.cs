using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>The case joins a group incident. It keeps its number, owner and clocks: each customer is answered in time, one by one.</summary>
internal sealed class JoiningGroup : Verb<JoinGroup>
{
    public override string Name => "joinGroup";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed && state.GroupIncident is null;

    protected override Refusal? Do(Turn turn, JoinGroup command)
    {
        if (string.IsNullOrWhiteSpace(command.Incident))
            return Missing("incident");
        var standing = turn.Facts.Incident ?? IncidentStanding.Unknown;
        if (standing != IncidentStanding.Open)
            return new(RefusalReason.Impossible, "incident", $"{command.Incident}: {standing}", []);
        turn.Change(s => s with { GroupIncident = command.Incident });
        turn.Emit(EventTypes.GroupJoined, [], ("incident", command.Incident));
        return null;
    }
}

/// <summary>The case leaves its group.</summary>
internal sealed class LeavingGroup : Verb<LeaveGroup>
{
    public override string Name => "leaveGroup";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed && state.GroupIncident is not null;

    protected override Refusal? Do(Turn turn, LeaveGroup command)
    {
        var incident = turn.State.GroupIncident;
        turn.Change(s => s with { GroupIncident = null });
        turn.Emit(EventTypes.GroupLeft, [], ("incident", incident));
        return null;
    }
}
