using System.Collections.Immutable;

namespace CareLoop.Domain.Cases;

/// <summary>The answer of <c>CaseDecider.Decide</c>: applied, or refused with the reason.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>The case moves on. No events means it was already so.</summary>
    public sealed record Applied(CaseState State, ImmutableArray<CaseEvent> Events) : Decision;

    /// <summary>Nothing changes.</summary>
    public sealed record Refused(Refusal Refusal) : Decision;
}

/// <summary>Why a command was not carried out, in codes; the API turns it into a problem.</summary>
/// <param name="Reason">What kind of refusal.</param>
/// <param name="Field">The JSON field at fault, or null.</param>
/// <param name="Value">The offending value or version, if a code.</param>
/// <param name="Allowed">What would have been accepted: commands, values, or missing gates.</param>
/// <param name="RuleId">The handbook rule behind it, or null.</param>
public sealed record Refusal(RefusalReason Reason, string? Field, string? Value, ImmutableArray<string> Allowed, string? RuleId = null);

/// <summary>Kinds of refusal.</summary>
public enum RefusalReason
{
    /// <summary>The status does not allow this command; <see cref="Refusal.Allowed"/> lists those it does.</summary>
    NotInThisStatus,

    /// <summary>The actor's role may not do this; <see cref="Refusal.Allowed"/> lists the roles that may.</summary>
    NotYourRole,

    /// <summary>Four eyes: nobody decides a request of their own.</summary>
    OwnRequest,

    /// <summary>The caller saw an older version.</summary>
    Stale,

    /// <summary>A required field is missing.</summary>
    Missing,

    /// <summary>The value is not in the handbook; <see cref="Refusal.Allowed"/> lists what is.</summary>
    UnknownValue,

    /// <summary>A value that cannot be, such as a promise in the past.</summary>
    Impossible,

    /// <summary>The case may not be closed yet; <see cref="Refusal.Allowed"/> lists what is missing.</summary>
    GateOpen,

    /// <summary>The reopening window is over.</summary>
    TooLate,
}
