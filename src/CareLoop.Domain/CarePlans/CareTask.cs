using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;

namespace CareLoop.Domain.CarePlans;

/// <summary>One contact of a care plan with one customer (关怀任务).</summary>
public sealed record CareTask
{
    /// <summary>Unique in the organisation; says nothing about the customer.</summary>
    public required string Id { get; init; }

    /// <summary>The handbook it was planned by and is judged by.</summary>
    public required PackReference Pack { get; init; }

    public required string CustomerKey { get; init; }

    /// <summary>Who does it when nobody is named.</summary>
    public required string Role { get; init; }

    /// <summary>Window, attempts and result, kept as for the follow-up of a case.</summary>
    public required FollowUpTask Contact { get; init; }

    /// <summary>Opening and end of the window, the time a customer asked to be called, and the duty after a missed one.</summary>
    public required ImmutableArray<Deadline> Deadlines { get; init; }

    /// <summary>Items of the check list that the contact covered.</summary>
    public ImmutableArray<string> Items { get; init; } = [];

    /// <summary>The customer said something that the next contact has to answer (EDU-FU-03).</summary>
    public bool RaisedOpinion { get; init; }

    /// <summary>How the result was found, once there is one: only calls count for calling figures (MALL-KPI-04).</summary>
    public string? ResultMode { get; init; }

    /// <summary>Number of the case that a new problem became, or null.</summary>
    public string? NewCase { get; init; }

    /// <summary>Whether it is a call on a birthday, which lists of birthdays are made of.</summary>
    public bool IsBirthday { get; init; }

    /// <summary>The card for that birthday, once it is made (EDU-BD-02).</summary>
    public BirthdayCard? Card { get; init; }

    /// <summary>How the birthday call was filed, once it is made (EDU-BD-04).</summary>
    public BirthdayCall? Call { get; init; }

    public bool IsOpen => Contact.Status is not (FollowUpStatus.Completed or FollowUpStatus.Unreachable or FollowUpStatus.Cancelled);

    /// <summary>The last instant at which a result still counts: the window's, or that of the duty after a missed one.</summary>
    public DateTimeOffset Until => Deadlines.Where(d => d.Purpose == DeadlinePurpose.FollowUp).Max(d => d.DueAt);

    /// <summary>The next instant at which time alone changes it, or null.</summary>
    public DateTimeOffset? NextMoment => Deadlines.Min(d => d.NextMoment?.At);

    /// <summary>Whoever is to ask the customer.</summary>
    public Recipient Caller => Contact.Caller is { } caller ? Recipient.Person(caller) : Recipient.Role(Role);
}
