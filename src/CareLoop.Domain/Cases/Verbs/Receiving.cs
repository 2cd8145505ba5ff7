using System.Collections.Immutable;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Intake: number, owner or pool, and handbook are fixed; clocks run from the receipt (COM-INT-13).</summary>
internal sealed class Receiving : Verb<ReceiveCase>
{
    public override string Name => "receive";

    public override Right Right => Right.Register;

    public override bool ForCustomers => true;

    public override bool IsPossible(PolicyPack pack, CaseState state) => false;

    /// <summary>Checks what a new case needs before there is a state to decide on.</summary>
    public static Refusal? Check(PolicyPack pack, ReceiveCase command)
    {
        if (command.Pack != pack.Reference)
            return Impossible("pack", $"{command.Pack.Id}@{command.Pack.Version}", "COM-TIME-14");
        if (!pack.Channels.Contains(command.Channel))
            return Unknown("channel", command.Channel, pack.Channels);
        if (command.Type is { } type && !pack.CaseTypes.Contains(type))
            return Unknown("type", type, pack.CaseTypes);
        return string.IsNullOrEmpty(command.CustomerKey) ? Missing("customer", "COM-INT-07") : null;
    }

    /// <summary>The case as it is before its first event.</summary>
    public static CaseState Begin(PolicyPack pack, ReceiveCase command, PendingCommand pending) => new()
    {
        CaseId = command.CaseId,
        Organisation = command.Organisation,
        Site = command.Site,
        Pack = command.Pack,
        Status = CaseStatus.Received,
        Channel = command.Channel,
        Type = command.Type ?? pack.ProvisionalType,
        CustomerKey = command.CustomerKey,
        SubjectKey = command.SubjectKey,
        Counterparty = command.Counterparty,
        LinkedTo = command.LinkedTo,
        Owner = FirstAsked(pack, command, pending),
        OnDutyHandler = pending.Facts is { PreviousOwner: { } owner, OnDutyHandler: { } handler } && handler != owner ? handler : null,
        SuggestedFlags = [.. SuggestedFlags(pack, pending.Facts ?? new CaseFacts())],
        OwnerRole = pack.OwnerRole(command.Channel),
        ReceivedAt = pending.AcceptedAt,
        LastEventAt = pending.AcceptedAt,
    };

    protected override Refusal? Do(Turn turn, ReceiveCase command)
    {
        turn.Emit(
            EventTypes.CaseReceived,
            CaseStatus.Received,
            [],
            ("channel", command.Channel),
            ("linkedTo", command.LinkedTo),
            ("careTask", command.CareTask),
            ("suggestedFlags", Supplementing.Joined(turn.State.SuggestedFlags)));
        turn.Emit(
            EventTypes.CaseRegistered,
            CaseStatus.Registered,
            Notices(turn),
            ("type", turn.State.Type),
            ("owner", turn.State.Owner),
            ("handler", turn.State.OnDutyHandler),
            ("routedBy", turn.Facts.RoutedBy),
            ("pack", $"{command.Pack.Id}@{command.Pack.Version}"));
        if (TakenByPerson(turn.Pack, command, turn.Actor))
            turn.Emit(EventTypes.FirstReplied, []);
        return null;
    }

    private static ImmutableArray<Notice> Notices(Turn turn)
    {
        var registered = new Notice(NoticeKinds.Registered, turn.Customer);
        if (turn.State.Owner is null && !turn.Pack.IsOpen(turn.AcceptedAt))
            return [new(NoticeKinds.AutoAck, turn.Customer), registered];
        return [registered, new(NoticeKinds.Registered, turn.Owner)];
    }

    // Who answers a call or stands at the desk is the first person asked, and has replied by listening (COM-OWN-01).
    private static bool TakenByPerson(PolicyPack pack, ReceiveCase command, Actor actor) =>
        actor.Kind == ActorKind.Staff && pack.Channel(command.Channel).Attended;

    private static IEnumerable<string> SuggestedFlags(PolicyPack pack, CaseFacts facts)
    {
        var repeated = facts.PreviousOwner is null ? Suggestion.None : Suggestion.ForRepeated(pack);
        return repeated.Flags.Concat(facts.SuggestedFlags ?? []).Where(pack.Flags.Contains);
    }

    private static string? FirstAsked(PolicyPack pack, ReceiveCase command, PendingCommand pending) =>
        pending.Facts?.PreviousOwner ?? (TakenByPerson(pack, command, pending.Actor) ? pending.Actor.Id : pending.Facts?.FirstAsked);
}
