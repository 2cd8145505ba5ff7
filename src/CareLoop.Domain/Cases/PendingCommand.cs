namespace CareLoop.Domain.Cases;

/// <summary>A command as it waits in the case's inbox.</summary>
/// <param name="Id">Command id; the outcome is filed under it.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="AcceptedAt">The instant it entered, by which it is judged.</param>
/// <param name="ExpectedVersion">The version the caller saw (If-Match), or null.</param>
/// <param name="ContentId">The encrypted free text, or null.</param>
/// <param name="Command">What is asked.</param>
/// <param name="Facts">Found where the command entered or just before deciding, and recorded with the event.</param>
/// <param name="ForGroup">Whether the cases of the group that this case leads are to get the same command (群体事件).</param>
public sealed record PendingCommand(
    string Id,
    Actor Actor,
    DateTimeOffset AcceptedAt,
    int? ExpectedVersion,
    string? ContentId,
    CaseCommand Command,
    CaseFacts? Facts = null,
    bool ForGroup = false);

/// <summary>What a decision needs to know from outside the case.</summary>
/// <param name="FirstAsked">Staff id the router picked; null outside opening hours (COM-OWN-01).</param>
/// <param name="PreviousOwner">Owner of the same customer's case about the same subject archived within the repeat window (COM-ESC-03).</param>
/// <param name="SuggestedFlags">Flags the customer's words suggest, found while they were at hand; a person confirms them (COM-ESC-04).</param>
/// <param name="OnDutyHandler">Who acts for a previous owner that is not on duty now (COM-OWN-03).</param>
/// <param name="RoutedBy">Why the router chose whom it chose: a <see cref="Directory.RouteReason"/>.</param>
/// <param name="Incident">Whether the group to be joined can take the case in.</param>
/// <param name="InWarranty">Whether the subject was under warranty when the case was received; null when nothing is known of it.</param>
/// <param name="KnownStaff">The staff id that the command names, when the directory knows that person.</param>
/// <param name="EarlierError">Number of another case with the same root cause of the same person, not longer ago than the handbook asks (ECOM-PEN-02).</param>
/// <param name="Photos">The case's photos, where a gate asks for some; null when nobody looked.</param>
public sealed record CaseFacts(
    string? FirstAsked = null,
    string? PreviousOwner = null,
    IReadOnlyList<string>? SuggestedFlags = null,
    string? OnDutyHandler = null,
    string? RoutedBy = null,
    IncidentStanding? Incident = null,
    IReadOnlyList<PhotoFact>? Photos = null,
    bool? InWarranty = null,
    string? KnownStaff = null,
    string? EarlierError = null);

/// <summary>A photo of the case.</summary>
/// <param name="Phase">Before or after the work, or null.</param>
/// <param name="UploadedAt">When it was accepted.</param>
public sealed record PhotoFact(string? Phase, DateTimeOffset UploadedAt);
