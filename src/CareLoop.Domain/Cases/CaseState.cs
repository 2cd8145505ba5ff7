using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Penalties;

namespace CareLoop.Domain.Cases;

/// <summary>A case as decisions see it: codes, ids, instants and deadlines. At most 60 KB as JSON (30,000 characters).</summary>
public sealed record CaseState
{
    public required string CaseId { get; init; }

    public required string Organisation { get; init; }

    public required string Site { get; init; }

    /// <summary>The handbook it is pinned to, to the end and after reopening, unless a successor takes running cases along.</summary>
    public required PackReference Pack { get; init; }

    /// <summary>1 for the first run; every reopening after archiving adds one, and so does what is recorded after the end.</summary>
    public int Episode { get; init; } = 1;

    public required CaseStatus Status { get; init; }

    /// <summary>Where <see cref="CaseStatus.WaitingCustomer"/> returns to.</summary>
    public CaseStatus? ResumeStatus { get; init; }

    public required string Channel { get; init; }

    /// <summary>Case type; provisional until <see cref="TypeConfirmed"/>.</summary>
    public required string Type { get; init; }

    public bool TypeConfirmed { get; init; }

    public string? Category { get; init; }

    public string? Severity { get; init; }

    public ImmutableSortedSet<string> Flags { get; init; } = [];

    /// <summary>Flags a rule suggests and nobody has confirmed yet (COM-ESC-04).</summary>
    public ImmutableSortedSet<string> SuggestedFlags { get; init; } = [];

    /// <summary>Who confirmed a flag: only somebody else may take it back.</summary>
    public ImmutableSortedDictionary<string, string> FlagSetters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public required string CustomerKey { get; init; }

    public string? SubjectKey { get; init; }

    public string? Counterparty { get; init; }

    /// <summary>The case it follows from (CTR-FU-02).</summary>
    public string? LinkedTo { get; init; }

    /// <summary>The case that leads the group incident this one belongs to.</summary>
    public string? GroupIncident { get; init; }

    /// <summary>First-asked person, owner until resolved (COM-OWN-02); null while the case is in the pool of <see cref="OwnerRole"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>The role whose holders answer for the case while it has no owner.</summary>
    public required string OwnerRole { get; init; }

    /// <summary>Who acts for the owner in the current shift (COM-OWN-03).</summary>
    public string? OnDutyHandler { get; init; }

    /// <summary>The person the case has been offered to, until he accepts.</summary>
    public string? OfferedTo { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset LastEventAt { get; init; }

    /// <summary>Number of the last timeline event, over all episodes.</summary>
    public int Sequence { get; init; }

    /// <summary>Number of commands applied; the passing of time does not change it.</summary>
    public int CommandVersion { get; init; }

    public ImmutableArray<Deadline> Deadlines { get; init; } = [];

    /// <summary>Highest numbers of deadlines that gave way to the state's size: their ids are not given again.</summary>
    public ImmutableSortedDictionary<string, int> Forgotten { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public Solution? Solution { get; init; }

    public DateTimeOffset? PromisedCompletionAt { get; init; }

    /// <summary>How often each limited kind of solution was proposed (ECOM-REF-01).</summary>
    public ImmutableSortedDictionary<string, int> Proposals { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>The approval that is running.</summary>
    public ApprovalState? Approval { get; init; }

    /// <summary>The money paid for the agreed solution, if any.</summary>
    public Payment? Payment { get; init; }

    /// <summary>What the customer owes for the repair, if anything was charged.</summary>
    public Charge? Charge { get; init; }

    /// <summary>What is claimed back from the counterparty.</summary>
    public RecoveryClaim? Recovery { get; init; }

    /// <summary>When the agreed solution was carried out.</summary>
    public DateTimeOffset? ImplementedAt { get; init; }

    public string? Finding { get; init; }

    public string? Liability { get; init; }

    public string? Cause { get; init; }

    public string? RootCause { get; init; }

    /// <summary>Staff id of whoever is responsible for the root cause, if somebody is.</summary>
    public string? AtFault { get; init; }

    /// <summary>Staff id of whom the customer complains about, as it was classified.</summary>
    public string? NamedStaff { get; init; }

    /// <summary>What it says against people by the handbook's penalty rules; proposals follow from it, beside the case.</summary>
    public ImmutableArray<PenaltyGround> PenaltyGrounds { get; init; } = [];

    public FollowUpTask? FollowUp { get; init; }

    /// <summary>How often the customer was dissatisfied when asked (MALL-FU-04).</summary>
    public int Dissatisfied { get; init; }

    /// <summary>When it was last reopened: its answer clock runs from then (COM-FU-04).</summary>
    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>Coded reason of the delay, once a limit was missed (COM-ESC-01).</summary>
    public string? DelayReason { get; init; }

    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>When a case that was not archived ended, once something was recorded after that.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why its data are kept beyond their time, while somebody says so (COM-ARC-03).</summary>
    public RetentionHold? Hold { get; init; }

    /// <summary>From then on the case does not know whom it was about.</summary>
    public DateTimeOffset? AnonymisedAt { get; init; }

    /// <summary>Events that happened since the case began or was last reopened: a limit that one of them fulfils no longer starts.</summary>
    public ImmutableSortedSet<string> Milestones { get; init; } = [];

    /// <summary>Ticked items of check lists, as <c>list.item</c>, since the case began or was last reopened.</summary>
    public ImmutableSortedSet<string> Checks { get; init; } = [];

    /// <summary>Stretches in which the customer had to answer, for limits that start to apply later.</summary>
    public ImmutableArray<Segment> Waits { get; init; } = [];

    /// <summary>Ids of the last commands applied: the same command never counts twice.</summary>
    public ImmutableArray<string> RecentCommands { get; init; } = [];

    /// <summary>Earliest instant at which the passing of time changes something, or null.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextWakeAt => Deadlines.Select(d => d.NextMoment?.At).Min();

    /// <summary>The nearest running limit: it leads.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDueAt =>
        Deadlines.Where(d => d is { Status: DeadlineStatus.Running, IsLimit: true }).Select(d => (DateTimeOffset?)d.DueAt).Min();

    /// <summary>Whether the next step is the customer's: an answer, or a decision about the solution.</summary>
    public static bool WaitsForCustomer(CaseStatus status) => status is CaseStatus.WaitingCustomer or CaseStatus.SolutionProposed;

    /// <summary>When it was archived, or ended otherwise; null while it is open.</summary>
    [JsonIgnore]
    public DateTimeOffset? ClosedAt => IsClosed ? ArchivedAt ?? EndedAt ?? LastEventAt : null;

    /// <summary>Archived, rejected, withdrawn or transferred.</summary>
    [JsonIgnore]
    public bool IsClosed => Status is CaseStatus.Archived or CaseStatus.Rejected or CaseStatus.Withdrawn or CaseStatus.Transferred;
}

/// <summary>The remedy put to the customer.</summary>
/// <param name="Kind">Solution kind of the glossary or pack, such as <c>Exchange</c>.</param>
/// <param name="AmountInFen">Money in fen, where the remedy has any.</param>
/// <param name="PromisedCompletionAt">The completion time staff offered with it.</param>
/// <param name="Agreed">The customer accepted it.</param>
/// <param name="Refusals">How often a proposal has been refused in this case (COM-PROC-03).</param>
public sealed record Solution(string Kind, long? AmountInFen, DateTimeOffset? PromisedCompletionAt, bool Agreed, int Refusals);

/// <summary>An approval on its way (审批).</summary>
/// <param name="Id">Approval of the pack.</param>
/// <param name="Applicant">Who submitted it; may not decide it.</param>
/// <param name="Step">Order of the step that waits for a decision.</param>
public sealed record ApprovalState(string Id, string Applicant, int Step);
