using System.Collections.Immutable;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>One thing that can be done to a case: who may, when, and what it does.</summary>
internal abstract class Verb
{
    /// <summary>The command's name in JSON.</summary>
    public abstract string Name { get; }

    public abstract Type CommandType { get; }

    /// <summary>What a member of staff needs to be allowed.</summary>
    public abstract Right Right { get; }

    /// <summary>Whether customers may do it to their own case.</summary>
    public virtual bool ForCustomers => false;

    /// <summary>Whether the application itself may do it, for nobody.</summary>
    public virtual bool ForSystem => false;

    /// <summary>Whether it can be done to a whole group at once: only what is said or done to every customer of an incident alike.</summary>
    public virtual bool ForGroups => false;

    /// <summary>Steps it may bring about that a gate of the handbook can hold back.</summary>
    public virtual ImmutableArray<string> LeadsTo => [];

    /// <summary>Whether the status lets it be tried.</summary>
    public abstract bool IsPossible(PolicyPack pack, CaseState state);

    /// <summary>Whether to list it among what can be done; not when a gate is known to be shut.</summary>
    public virtual bool IsOffered(PolicyPack pack, CaseState state) => IsPossible(pack, state);

    /// <summary>The same for customers, who may do less of it.</summary>
    public virtual bool IsOfferedToCustomer(PolicyPack pack, CaseState state) => IsOffered(pack, state);

    /// <summary>Does it, or says why not.</summary>
    public abstract Refusal? Apply(Turn turn, CaseCommand command);

    protected static Refusal Missing(string field, string? rule = null) => new(RefusalReason.Missing, field, null, [], rule);

    protected static Refusal Impossible(string field, string? value, string rule) => new(RefusalReason.Impossible, field, value, [], rule);

    protected static Refusal Unknown(string field, string value, ImmutableArray<string> known) => new(RefusalReason.UnknownValue, field, value, known);

    protected static bool Can(PolicyPack pack, CaseState state, CaseStatus to) => Stages.Allows(pack, state.Type, state.Status, to);
}

/// <summary>A verb for one kind of command.</summary>
internal abstract class Verb<T> : Verb
    where T : CaseCommand
{
    public override Type CommandType => typeof(T);

    public override Refusal? Apply(Turn turn, CaseCommand command) => Do(turn, (T)command);

    protected abstract Refusal? Do(Turn turn, T command);
}
