using CareLoop.Domain.Cases.Verbs;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Cases;

/// <summary>Who may do what: customers what is theirs in their own case, staff what their roles may.</summary>
internal static class Permission
{
    public static Refusal? Refuse(PolicyPack pack, CaseState? state, Actor actor, Verb verb)
    {
        var may = actor.Kind switch
        {
            ActorKind.Customer => verb.ForCustomers && (state is null || state.CustomerKey == actor.Id),
            ActorKind.Staff => pack.May(actor, verb.Right),
            // A platform's push speaks for the customer behind it.
            _ => verb.ForCustomers,
        };
        return may ? null : new(RefusalReason.NotYourRole, null, null, pack.RolesThat(verb.Right), "COM-PRIV-01");
    }
}
