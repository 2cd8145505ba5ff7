using System.Collections.Immutable;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook;

/// <summary>What intake accepts (COM-INT-07, COM-INT-09).</summary>
/// <param name="MaxPhotos">Most photos of one message.</param>
/// <param name="MaxPhotoBytes">Largest photo, in bytes.</param>
/// <param name="PhotoTypes">Media types, such as <c>image/jpeg</c>.</param>
/// <param name="MaxTextLength">Longest customer text, in characters.</param>
/// <param name="ReopenDays">Days after archiving in which the customer may reopen the case.</param>
/// <param name="RepeatDays">Days after archiving in which the same matter counts as repeated (COM-ESC-03).</param>
public sealed record IntakeRules(
    int MaxPhotos,
    long MaxPhotoBytes,
    ImmutableArray<string> PhotoTypes,
    int MaxTextLength,
    int ReopenDays,
    int RepeatDays);

/// <summary>How long an open question to the customer may stay unanswered.</summary>
/// <param name="NoReplyDays">Days after which it ends the case.</param>
/// <param name="ReminderDays">Days on which the customer is reminded before that.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record WaitingRules(int NoReplyDays, ImmutableArray<int> ReminderDays, Provenance Source);

/// <summary>Promised answer times (COM-PROC-04).</summary>
/// <param name="MaxHours">How far ahead one may lie, or null (CTR-SLA-02).</param>
/// <param name="Source">Where it comes from; its rule is the one the clock is filed under.</param>
public sealed record PromiseRules(int? MaxHours, Provenance Source);

/// <summary>Answers to authorities that pass a matter on (MALL-ESC-05).</summary>
/// <param name="WarnDays">Days before the date on which the owner is warned.</param>
/// <param name="Ladder">Who is told when the date is missed.</param>
/// <param name="Source">Where it comes from; its rule is the one the clock is filed under.</param>
public sealed record AuthorityRules(int WarnDays, string Ladder, Provenance Source);

/// <summary>How long closed cases keep what is personal (COM-ARC-03).</summary>
/// <param name="Years">Years from the end of a case.</param>
/// <param name="HoldReasons">Why a manager may keep it longer.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record RetentionRules(int Years, ImmutableArray<string> HoldReasons, Provenance Source);

/// <summary>A way cases come in by (渠道, COM-INT-12).</summary>
/// <param name="Id">Such as <c>WeChat</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="OwnerRole">Role that answers it.</param>
/// <param name="Attended">A person takes the contact himself and so has replied, such as on the phone.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Channel(string Id, LocalText Name, string OwnerRole, bool Attended, Provenance Source) : IPackObject;

/// <summary>A kind of remedy (处理方式).</summary>
/// <param name="Id">Such as <c>Exchange</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="NeedsWork">Something has to be carried out after the customer agreed; otherwise it is information or already done.</param>
/// <param name="MaxPerCase">How often it may be proposed in one case, or null (ECOM-REF-01).</param>
/// <param name="Pays">It is money: paid and confirmed before it counts as carried out (MALL-AC-04).</param>
/// <param name="RecoverFrom">What the money is claimed from when it was paid in a counterparty's place; empty: it is not claimed (MALL-AC-05).</param>
public sealed record SolutionKind(
    string Id, LocalText Name, bool NeedsWork, int? MaxPerCase, bool Pays, ImmutableArray<string> RecoverFrom, Provenance Source) : IPackObject;
