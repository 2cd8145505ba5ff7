using System.Globalization;
using Azure;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>How far an event has come on its way to an endpoint.</summary>
public enum DeliveryStatus
{
    /// <summary>Its next attempt is planned.</summary>
    Waiting,

    /// <summary>It is being sent; if the process has died meanwhile nobody knows whether it arrived, and it is sent again.</summary>
    Sending,

    /// <summary>The partner has it.</summary>
    Sent,

    /// <summary>It was given up.</summary>
    Failed,
}

/// <summary>One event on its way to one endpoint: a line of the endpoint's delivery log. Codes only, like the body that is sent.</summary>
public sealed record WebhookDelivery
{
    public required string Organisation { get; init; }

    public required string Endpoint { get; init; }

    /// <summary>Its place in the log, newest event first.</summary>
    public required string Id { get; init; }

    /// <summary>The event as its receiver knows it: case number and sequence.</summary>
    public required string EventId { get; init; }

    public required string EventType { get; init; }

    public required string CaseNumber { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What is sent, the same bytes every time.</summary>
    public required string Body { get; init; }

    public DeliveryStatus Status { get; init; }

    /// <summary>0 at first; one more whenever somebody has it sent again from the beginning.</summary>
    public int Round { get; init; }

    /// <summary>The request or message that began the round; null for the first.</summary>
    public string? Cause { get; init; }

    /// <summary>The last attempt begun in this round; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>Calls made in all rounds together.</summary>
    public int Calls { get; init; }

    /// <summary>Calls of which nobody knows what came of them, because the process died; each was made again.</summary>
    public int Unclear { get; init; }

    public DateTimeOffset? LastCallAt { get; init; }

    /// <summary>When the next attempt is planned; null when none is.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The partner's last answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Why the last call did not count; null if it did, or before the first.</summary>
    public WebhookError? Error { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Guards the next write.</summary>
    public ETag ETag { get; init; }

    public static string EventIdOf(string caseNumber, int sequence) => string.Create(CultureInfo.InvariantCulture, $"{caseNumber}-{sequence}");

    /// <summary>Where the event stands in the log: what happened last comes first.</summary>
    public static string IdOf(string eventId, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:D19}-{eventId}");

    /// <summary>What to do about a message that calls for an attempt. Messages come late, twice, and after a crash.</summary>
    public DeliveryStep StepFor(int round, int attempt) => Status switch
    {
        _ when round != Round => DeliveryStep.Nothing,
        DeliveryStatus.Waiting when attempt == Attempt + 1 => DeliveryStep.Call,
        DeliveryStatus.Waiting when attempt == Attempt && attempt > 0 => DeliveryStep.PlanNext,
        DeliveryStatus.Sending when attempt == Attempt => DeliveryStep.CallAgain,
        DeliveryStatus.Failed when attempt == Attempt && Error is not (WebhookError.Disabled or WebhookError.Gone) => DeliveryStep.Bury,
        _ => DeliveryStep.Nothing,
    };
}

/// <summary>What a message leads to.</summary>
public enum DeliveryStep
{
    /// <summary>It is about something that is over.</summary>
    Nothing,

    /// <summary>Call the partner.</summary>
    Call,

    /// <summary>An earlier process died in this attempt: call again.</summary>
    CallAgain,

    /// <summary>The attempt is on record as failed; what may be missing is the message for the next one.</summary>
    PlanNext,

    /// <summary>It is on record as given up; what may be missing is the dead letter.</summary>
    Bury,
}
