using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Directory;

/// <summary>What a customer's matters are about (标的): known by keyed hashes, so that nothing here names an order or a room.</summary>
public sealed record CustomerSubject : IDirectoryEntry
{
    /// <summary>Keyed hash of its number: the subject key of cases.</summary>
    public required string Id { get; init; }

    /// <summary>Keyed hash of its customer.</summary>
    public required string CustomerKey { get; init; }

    public required string Site { get; init; }

    public required SubjectKind Kind { get; init; }

    /// <summary>The merchant, contractor or outlet behind it, if any.</summary>
    public string? Counterparty { get; init; }

    /// <summary>Part of the site it belongs to, such as a building; chooses who answers (<see cref="Competence.Area"/>).</summary>
    public string? Area { get; init; }

    /// <summary>Delivered, handed over or joined.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Last day of a membership or contract.</summary>
    public DateOnly? Until { get; init; }

    public IList<Warranty> Warranties { get; init; } = [];

    /// <summary>Staff id of whoever looks after the customer: asks in follow-ups and service calls.</summary>
    public string? Agent { get; init; }

    /// <summary>Filed apart from ordinary members (EDU-BD-04).</summary>
    public bool Vip { get; init; }

    /// <summary>The customer agreed to commercial messages; taken back, it stops them at once (COM-PRIV-05).</summary>
    public bool MarketingConsent { get; init; }

    /// <summary>What has happened or will, for care plans to count from; the ends of warranties are counted from <see cref="Warranties"/>.</summary>
    public IList<SubjectAnchor> Anchors { get; init; } = [];

    /// <summary>Everything care plans may count from.</summary>
    public IEnumerable<SubjectAnchor> CareAnchors() =>
        [.. Anchors, .. Warranties.Select(warranty => new SubjectAnchor(CareAnchor.WarrantyEnd, ChinaTime.At(warranty.EndsOn, TimeSpan.Zero), warranty.Part))];

    /// <summary>The subject with an anchor added, or in the place of the one of its kind.</summary>
    public CustomerSubject With(SubjectAnchor anchor) => this with { Anchors = [.. Anchors.Where(known => known.Anchor != anchor.Anchor), anchor] };

    /// <summary>Whether the customer is still bound to the organisation by it: a warranty runs, or a membership or contract.</summary>
    public bool IsRunningOn(DateOnly day) =>
        IsUnderWarranty(day) || (Until is { } until ? day <= until : Kind is SubjectKind.Membership or SubjectKind.Unit);

    /// <summary>Whether a part is under warranty on a day; without a part, whether anything is (DEV-WAR-01: the last day counts).</summary>
    public bool IsUnderWarranty(DateOnly day, string? part = null) => Warranties.Any(w => (part is null || w.Part == part) && day <= w.EndsOn);
}

/// <summary>What a care plan counts from.</summary>
/// <param name="Anchor">Which event or date.</param>
/// <param name="At">Its instant; of a date, its midnight in Shanghai.</param>
/// <param name="Part">The part of a warranty; null for everything else.</param>
/// <param name="RecordedAt">When it was recorded, where that matters: who joins late must not be missed (EDU-BD-01).</param>
public sealed record SubjectAnchor(CareAnchor Anchor, DateTimeOffset At, string? Part = null, DateTimeOffset? RecordedAt = null)
{
    /// <summary>A birthday without its year, which nobody needs: day and month of a leap year.</summary>
    public static SubjectAnchor BirthdayOf(DateOnly born, DateTimeOffset recordedAt) =>
        new(CareAnchor.Birthday, ChinaTime.At(new DateOnly(2000, born.Month, born.Day), TimeSpan.Zero), null, recordedAt);
}

/// <summary>A promise to mend for some time.</summary>
/// <param name="Part">What it covers, such as <c>Waterproofing</c>; <c>All</c> for the whole.</param>
/// <param name="EndsOn">The last day covered.</param>
public sealed record Warranty(string Part, DateOnly EndsOn);

public enum SubjectKind
{
    Order,
    Unit,
    Product,
    Membership,
}
