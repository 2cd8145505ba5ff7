namespace CareLoop.Domain.Cases;

/// <summary>What connects a reader with a case: why this person may see it at all.</summary>
public enum Ground
{
    /// <summary>It is the reader's own matter.</summary>
    OwnMatter,

    /// <summary>The reader holds the case's tracking link.</summary>
    TrackingLink,

    /// <summary>The reader answers for the case.</summary>
    Owner,

    /// <summary>The reader acts for the owner in this shift.</summary>
    OnDutyHandler,

    /// <summary>The reader answers for the people of the site.</summary>
    Supervisor,

    /// <summary>The reader checks how the house works.</summary>
    Auditor,

    /// <summary>The reader works at the same site.</summary>
    Colleague,
}

/// <summary>How much of a customer a member of staff may see (COM-PRIV-01, COM-PRIV-03).</summary>
public static class ProfileAccess
{
    /// <summary>Customer data may not be retrieved by anyone without authorisation: deny, and record it.</summary>
    public const string DenialRule = "COM-PRIV-01";

    /// <summary>Phone and address are masked; the full value is for owner, on-duty handler and supervisor, and every unmasking is recorded.</summary>
    public const string MaskingRule = "COM-PRIV-03";

    /// <summary>The strongest ground of a member of staff of the case's site.</summary>
    public static Ground GroundOf(CaseState state, Actor staff, bool isSupervisor, bool isAuditorOnly) =>
        staff.Id == state.Owner ? Ground.Owner
        : staff.Id == state.OnDutyHandler ? Ground.OnDutyHandler
        : isSupervisor ? Ground.Supervisor
        : isAuditorOnly ? Ground.Auditor
        : Ground.Colleague;

    /// <summary>Whether the ground gives the full profile on request (COM-PRIV-03), and the customer's words as they were written.</summary>
    public static bool GivesFullProfile(Ground ground) => ground is Ground.OwnMatter or Ground.Owner or Ground.OnDutyHandler or Ground.Supervisor;
}
