using System.Collections.Immutable;

namespace CareLoop.Domain.Cases;

/// <summary>One line of the timeline: what happened, when, and what it led to. Never holds free text or names.</summary>
/// <param name="Sequence">1, 2, 3 … without gaps over all episodes.</param>
/// <param name="Type">Event name of the glossary, such as <c>SolutionAgreed</c>.</param>
/// <param name="At">When it took effect; never before the event in front of it.</param>
/// <param name="AcceptedAt">When its cause entered; equals <paramref name="At"/> unless it arrived late.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="StatusAfter">Status after it.</param>
/// <param name="CommandId">The command that caused it, or null for deadlines.</param>
/// <param name="ContentId">Its free text, or null.</param>
/// <param name="Data">
/// Codes worth keeping with the line, such as category or deadline id; <c>met</c>, <c>late</c> and <c>cancelled</c> list the limits that
/// ended with it.
/// </param>
/// <param name="Notices">Who is told.</param>
public sealed record CaseEvent(
    int Sequence,
    string Type,
    DateTimeOffset At,
    DateTimeOffset AcceptedAt,
    Actor Actor,
    CaseStatus StatusAfter,
    string? CommandId,
    string? ContentId,
    ImmutableSortedDictionary<string, string> Data,
    ImmutableArray<Notice> Notices);

/// <summary>Somebody is to be told something.</summary>
/// <param name="Kind">Template id of the pack, such as <c>case.registered</c>.</param>
/// <param name="To">To whom.</param>
/// <param name="DeadlineId">The deadline it is about, if any.</param>
public sealed record Notice(string Kind, Recipient To, string? DeadlineId = null);

/// <summary>The customer, one person, whoever holds a role at the case's site, or the cases of the group that the case leads.</summary>
public sealed record Recipient(RecipientKind Kind, string Id)
{
    public static Recipient Customer(string customerKey) => new(RecipientKind.Customer, customerKey);

    public static Recipient Person(string staffId) => new(RecipientKind.Person, staffId);

    public static Recipient Role(string role) => new(RecipientKind.Role, role);

    public static Recipient Group(string incident) => new(RecipientKind.Group, incident);
}

/// <summary>How a recipient is named.</summary>
public enum RecipientKind
{
    Customer,
    Person,
    Role,

    /// <summary>The cases of a group incident.</summary>
    Group,
}
