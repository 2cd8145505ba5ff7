using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Penalties;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Type, category, severity and flags are set; later changes keep the status and move the clocks along (COM-INT-04).</summary>
internal sealed class Classifying : Verb<Classify>
{
    /// <summary>The severity that binds the company's leaders, and that only they give and take back.</summary>
    internal const string Major = "Major";

    public override string Name => "classify";

    public override Right Right => Right.Classify;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed && state.Status != CaseStatus.Received;

    protected override Refusal? Do(Turn turn, Classify command)
    {
        if ((Check(turn.Pack, command) ?? CheckMajor(turn, command) ?? Blaming.Unknown(turn, command.Staff)) is { } refusal)
            return refusal;
        var taken = turn.State.FlagSetters.FirstOrDefault(f => f.Value == turn.Actor.Id && !command.Flags.Contains(f.Key)).Key;
        if (taken is not null)
            return Impossible("flags", taken, "COM-ESC-04");
        ImmutableArray<string> newlySet =
        [
            .. command.Flags.Where(f => !turn.State.Flags.Contains(f)),
            .. command.Severity == turn.State.Severity ? [] : new[] { command.Severity },
            .. turn.State.TypeConfirmed && command.Type == turn.State.Type ? [] : new[] { command.Type },
        ];
        var first = turn.State.Status == CaseStatus.Registered;
        var provisional = !turn.State.TypeConfirmed;
        turn.Change(s => s with
        {
            Type = command.Type,
            TypeConfirmed = true,
            Category = command.Category,
            NamedStaff = command.Staff ?? (command.Category == s.Category ? s.NamedStaff : null),
            Severity = command.Severity,
            Flags = s.Flags.Intersect(CaseFlags.OfRules).Union(command.Flags),
            SuggestedFlags = [.. Suggestion.For(turn.Pack, null, command.Category).Flags.Where(f => !command.Flags.Contains(f) && turn.Pack.Flags.Contains(f))],
            FlagSetters = s.FlagSetters
                .RemoveRange(s.FlagSetters.Keys.Except(command.Flags))
                .AddRange(command.Flags.Where(f => !s.FlagSetters.ContainsKey(f)).Distinct().Select(f => KeyValuePair.Create(f, turn.Actor.Id))),
        });
        Reserve(turn);
        (string, string?)[] data = [("type", command.Type), ("category", command.Category), ("severity", command.Severity), ("flags", Supplementing.Joined(command.Flags)), ("staff", turn.State.NamedStaff)];
        if (first)
            turn.Emit(EventTypes.CaseClassified, CaseStatus.Classified, [], data);
        else
            turn.Emit(EventTypes.Reclassified, [], data);
        if (PenaltyGrounds.Classified(turn) is { } own)
            return own;
        Limits.Reconcile(turn, provisional);
        CalledLadders.Call(turn, newlySet);
        return null;
    }

    // A matter of one role leaves its owner for it: that role's pool, unless who classifies holds it.
    private static void Reserve(Turn turn)
    {
        var role = turn.Pack.Type(turn.State.Type).ReservedFor ?? turn.Pack.OwnerRole(turn.State.Channel);
        var isReserved = turn.Pack.Type(turn.State.Type).ReservedFor is not null;
        if (isReserved && turn.State.OwnerRole != role)
            turn.Change(s => s with { Owner = turn.Actor.Roles.Contains(role) ? turn.Actor.Id : null, OnDutyHandler = null, OfferedTo = null });
        turn.Change(s => s with { OwnerRole = role });
    }

    // Whom the handbook names, else the supervisor. Anybody else makes the matter special instead, which reports it upwards at once.
    private static Refusal? CheckMajor(Turn turn, Classify command)
    {
        if (command.Severity == turn.State.Severity || (command.Severity != Major && turn.State.Severity != Major))
            return null;
        var rule = turn.Pack.SeverityRules.FirstOrDefault(r => r is { Severity: Major, ConfirmBy: not null });
        ImmutableArray<string> roles = [.. turn.Pack.RolesThat(Right.DecideMajor).Prepend(rule?.ConfirmBy ?? turn.Pack.FirstRole).Distinct()];
        return turn.Actor.Roles.Any(roles.Contains)
            ? null
            : new(RefusalReason.NotYourRole, "severity", command.Severity, roles, rule?.Source.RuleId ?? "COM-ESC-02");
    }

    private static Refusal? Check(PolicyPack pack, Classify command)
    {
        if (!pack.CaseTypes.Contains(command.Type))
            return Unknown("type", command.Type, pack.CaseTypes);
        var categories = pack.Type(command.Type).Categories is { IsEmpty: false } own ? own : pack.Categories;
        if (!categories.Contains(command.Category))
            return Unknown("category", command.Category, categories);
        if (!pack.Severities.Contains(command.Severity))
            return Unknown("severity", command.Severity, pack.Severities);
        var strange = command.Flags.FirstOrDefault(f => !pack.Flags.Contains(f));
        return strange is null ? null : Unknown("flags", strange, pack.Flags);
    }
}
