using CareLoop.Domain.Cases.Verbs;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases;

/// <summary>Who may do what: customers what is theirs in their own case, staff what their roles may.</summary>
internal static class Permission
{
    public static Refusal? Refuse(PolicyPack pack, CaseState? state, Actor actor, Verb verb)
    {
        var may = actor.Kind switch
        {
            ActorKind.Customer => verb.ForCustomers && (state is null || state.CustomerKey == actor.Id),
            ActorKind.Staff => pack.May(actor, verb.Right) && !IsReserved(pack, state, actor, verb),
            // A platform's push speaks for the customer behind it.
            _ => verb.ForCustomers || verb.ForSystem,
        };
        if (may)
            return null;
        return actor.Kind == ActorKind.Staff && IsReserved(pack, state, actor, verb) && pack.Type(state!.Type) is { ReservedFor: { } role, Source: var source }
            ? new(RefusalReason.NotYourRole, null, null, [role], source.RuleId)
            : new(RefusalReason.NotYourRole, null, null, pack.RolesThat(verb.Right), "COM-PRIV-01");
    }

    // Who speaks in a matter reserved for one role; everybody may still read, classify and note what else they may (MALL-ESC-04).
    private static bool IsReserved(PolicyPack pack, CaseState? state, Actor actor, Verb verb) =>
        state is not null && verb.Right is (Right.Reply or Right.Handle) && pack.Type(state.Type).ReservedFor is { } role && !actor.Roles.Contains(role);
}
