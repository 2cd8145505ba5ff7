using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Directory;

/// <summary>When a handover is complete, who may accept it, and what acceptance does to each case (COM-HO-01 to COM-HO-03).</summary>
public static class HandoverRules
{
    /// <summary>The rule that every unfinished item is explained.</summary>
    public const string WritingRule = "COM-HO-02";

    /// <summary>The rule that the incoming person takes over.</summary>
    public const string AcceptingRule = "COM-HO-03";

    /// <summary>Time the incoming person has from the start of his shift (COM-HO-03, our figure).</summary>
    public static readonly TimeSpan TimeToAccept = TimeSpan.FromMinutes(30);

    /// <summary>Whoever goes home is back a day later (our figure).</summary>
    private static readonly TimeSpan TimeAway = TimeSpan.FromDays(1);

    /// <summary>How a handover's id begins: the day it ends on.</summary>
    public static string DayText(DateTimeOffset at) => $"{ChinaTime.Local(at):yyyyMMdd}";

    /// <summary>One record for each turn of a person, however often it is sent.</summary>
    public static string IdOf(HandoverKind kind, string person, string? shift, DateTimeOffset end) =>
        $"{ChinaTime.Local(end):yyyyMMddHHmm}-{shift ?? kind.ToString().ToLowerInvariant()}-{person}";

    /// <summary>Open cases the record says nothing about: with any of them the shift cannot be closed (COM-HO-02).</summary>
    public static ImmutableArray<string> Unexplained(IEnumerable<string> openCases, IReadOnlyCollection<string> explained) =>
        [.. openCases.Where(id => !explained.Contains(id)).Order(StringComparer.Ordinal)];

    /// <summary>When a handover written by <paramref name="end"/> has to be accepted: half an hour into the shift that relieves the person.</summary>
    public static DateTimeOffset AcceptBy(DirectorySnapshot directory, string site, string person, DateTimeOffset end) =>
        (Roster.RelievedAt(directory, site, person, end) ?? end) + TimeToAccept;

    /// <summary>Why somebody may not accept; null when he may, also a second time.</summary>
    public static HandoverRefusal? Refuse(Handover handover, DirectorySnapshot directory, string person, DateTimeOffset at)
    {
        if (handover.Status == HandoverStatus.Accepted)
            return handover.AcceptedBy == person ? null : HandoverRefusal.AcceptedBySomebodyElse;
        if (handover is { Kind: HandoverKind.Shift, Status: HandoverStatus.Open })
            return HandoverRefusal.NotWritten;
        if (handover.From == person)
            return HandoverRefusal.OwnHandover;
        if (handover.To is { } to && to != person)
            return HandoverRefusal.AddressedToSomebodyElse;
        return directory.FindStaff(person) is { } member && directory.IsPresent(member, handover.Site, at) ? null : HandoverRefusal.NotPresent;
    }

    /// <summary>What somebody must be allowed to do with cases to write or accept it; otherwise the cases would refuse one by one.</summary>
    public static Right NeededRight(Handover handover) => handover.Kind == HandoverKind.Leaving ? Right.Transfer : Right.Handle;

    /// <summary>
    /// Whether an open care task goes along: a leaver's all do; of anybody else those that must be done before he is back, so that a member
    /// keeps his agent otherwise.
    /// </summary>
    /// <param name="handover">The handover.</param>
    /// <param name="status">Where the task stands.</param>
    /// <param name="dueAt">Until when it must be done.</param>
    public static bool Passes(Handover handover, FollowUpStatus status, DateTimeOffset dueAt) =>
        handover.Kind == HandoverKind.Leaving || (status != FollowUpStatus.Scheduled && dueAt <= handover.AcceptBy + TimeAway);

    /// <summary>What a case is told when a handover is written; null when nothing.</summary>
    public static CaseCommand? WhenWritten(Handover handover, HandoverItem item) =>
        handover is { Kind: HandoverKind.Leaving, To: { } to } && item.IsOwned ? new OfferTransfer(to) : null;

    /// <summary>What a case is told when a handover is accepted: a leaver's own cases change their owner, all others only who is on duty.</summary>
    public static CaseCommand WhenAccepted(Handover handover, HandoverItem item) =>
        handover.Kind == HandoverKind.Leaving && item.IsOwned ? new AcceptTransfer() : new AcceptHandover();

    /// <summary>Whether the record should have been written by now (COM-HO-01).</summary>
    public static bool IsLateToWrite(Handover handover, DateTimeOffset now) => handover.Status == HandoverStatus.Open && now > handover.WriteBy;

    /// <summary>Whether it should have been accepted by now (COM-HO-03).</summary>
    public static bool IsLateToAccept(Handover handover, DateTimeOffset now) => handover.Status != HandoverStatus.Accepted && now > handover.AcceptBy;
}

/// <summary>Why a handover is not accepted.</summary>
public enum HandoverRefusal
{
    /// <summary>The record is not written yet.</summary>
    NotWritten,

    /// <summary>Nobody takes over from himself.</summary>
    OwnHandover,

    AddressedToSomebodyElse,

    AcceptedBySomebodyElse,

    /// <summary>Does not work at the site now.</summary>
    NotPresent,
}
