namespace CareLoop.Functions.Security;

/// <summary>
/// Who may call: the planes of the API and, for staff, their access roles. What a member of staff may then do with a case
/// follows from the handbook's roles and rights.
/// </summary>
[Flags]
public enum CallerKinds
{
    None = 0,

    /// <summary>Without any token.</summary>
    Anybody = 1,

    /// <summary>A customer, with a token bound to that customer.</summary>
    Customer = 1 << 1,

    /// <summary>Whoever holds the tracking link of one case.</summary>
    Tracking = 1 << 2,

    /// <summary>Works on cases (客服).</summary>
    Agent = 1 << 3,

    /// <summary>Answers for the agents of a site (主管).</summary>
    Supervisor = 1 << 4,

    /// <summary>Answers for a site (经理).</summary>
    Manager = 1 << 5,

    /// <summary>Reads everything, masked, and commands nothing (审计).</summary>
    Auditor = 1 << 6,

    /// <summary>Keeps the installation running and sees no personal data (运维).</summary>
    Operator = 1 << 7,

    /// <summary>Another system, known by a function key that the host checks.</summary>
    Machine = 1 << 8,

    /// <summary>A messaging platform, known by its signature over the body, which its adapter checks.</summary>
    Platform = 1 << 9,

    /// <summary>Staff who work on cases.</summary>
    Handlers = Agent | Supervisor | Manager,

    /// <summary>Staff who may open cases.</summary>
    Readers = Handlers | Auditor,

    /// <summary>Everybody on the payroll.</summary>
    Staff = Readers | Operator,
}

/// <summary>The kinds by name.</summary>
internal static class CallerKindNames
{
    /// <summary>Single kinds, spelt as in the claim <c>roles</c>.</summary>
    public static IEnumerable<string> Names(this CallerKinds kinds) => Enum.GetValues<CallerKinds>()
        .Where(kind => int.IsPow2((int)kind) && (kinds & kind) != 0)
        .Select(kind => kind.ToString().ToLowerInvariant());
}
