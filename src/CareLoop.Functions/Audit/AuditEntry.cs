namespace CareLoop.Functions.Audit;

/// <summary>What kind of act an audit entry records.</summary>
public enum AuditKind
{
    /// <summary>A command was put to a case, or a matter handed in.</summary>
    Command,

    /// <summary>Personal data were read.</summary>
    Read,

    /// <summary>A right to read or act was given or taken back.</summary>
    Grant,

    /// <summary>Somebody asked for what is not theirs and did not get it.</summary>
    Denial,
}

/// <summary>Who did what, when and why. Ids and codes only: nothing of a customer, no words.</summary>
/// <param name="Id">Place in the record: time and a random part.</param>
/// <param name="At">When.</param>
/// <param name="Who">Staff id, customer key, or id of a tracking link.</param>
/// <param name="As">What the caller was let in as: access roles, customer, tracking link, machine.</param>
/// <param name="Kind">Command, read, grant or denial.</param>
/// <param name="What">The command or function by its name.</param>
/// <param name="CaseNumber">The case, if it was about one.</param>
/// <param name="Why">The ground or purpose of a read, the rule or problem of a denial, the id of a command.</param>
public sealed record AuditEntry(string Id, DateTimeOffset At, string Who, string As, AuditKind Kind, string What, string? CaseNumber, string? Why);
