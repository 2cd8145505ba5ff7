using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>A code with the name users see.</summary>
public sealed record Named(string Id, string Name);

/// <summary>A case as the API shows it. The detail fields are only filled when the case itself is read.</summary>
public sealed record CaseView
{
    public required string CaseNumber { get; init; }

    public required Named Status { get; init; }

    public required Named Type { get; init; }

    /// <summary>False while the type is the handbook's provisional one.</summary>
    public required bool TypeConfirmed { get; init; }

    public Named? Category { get; init; }

    public Named? Severity { get; init; }

    public required IReadOnlyList<Named> Flags { get; init; }

    /// <summary>Flags the customer's words suggest; staff confirm them by classifying. Empty for customers.</summary>
    public required IReadOnlyList<Named> SuggestedFlags { get; init; }

    public required Named Channel { get; init; }

    public required Named Site { get; init; }

    /// <summary>Null while nobody has been asked yet (out of hours).</summary>
    public Named? Owner { get; init; }

    public Named? Counterparty { get; init; }

    /// <summary>The case it follows from.</summary>
    public string? LinkedTo { get; init; }

    /// <summary>The case that leads the group incident this one belongs to. Null for customers: it is another customer's case.</summary>
    public string? GroupIncident { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The nearest limit still running.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    public SolutionView? Solution { get; init; }

    public DateTimeOffset? PromisedCompletionAt { get; init; }

    public PaymentView? Payment { get; init; }

    /// <summary>What is claimed back from the counterparty; not the customer's business.</summary>
    public RecoveryView? Recovery { get; init; }

    public Named? Finding { get; init; }

    public Named? RootCause { get; init; }

    public FollowUpView? FollowUp { get; init; }

    public required int Episode { get; init; }

    public required int Version { get; init; }

    public required PackView Pack { get; init; }

    /// <summary>The commands this caller may give now.</summary>
    public required ImmutableArray<string> Allowed { get; init; }

    public required CaseLinks Links { get; init; }

    /// <summary>Detail: who the customer is.</summary>
    public CustomerView? Customer { get; init; }

    /// <summary>Detail: the customer's words.</summary>
    public string? Text { get; init; }

    /// <summary>Detail: order, unit or contract number.</summary>
    public string? Subject { get; init; }

    /// <summary>Detail: photos.</summary>
    public IReadOnlyList<EvidenceView>? Evidence { get; init; }

    /// <summary>Only in the answer to intake that asked for it: the tracking link's token.</summary>
    public TrackingToken? Tracking { get; init; }

    /// <summary>Only in the answer to intake: files that were not kept.</summary>
    public IReadOnlyList<RefusedFile>? RefusedFiles { get; init; }
}

/// <summary>The remedy on offer or agreed.</summary>
public sealed record SolutionView(Named Kind, long? AmountInFen, bool Agreed, int Refusals);

/// <summary>Money paid for the agreed solution.</summary>
public sealed record PaymentView(long AmountInFen, DateTimeOffset PaidAt, Named Status, int Attempt);

/// <summary>The claim against the counterparty.</summary>
public sealed record RecoveryView(long AmountInFen, Named From, long RecoveredInFen);

/// <summary>The follow-up task.</summary>
public sealed record FollowUpView(Named Status, DateTimeOffset OpensAt, DateTimeOffset DueAt, Named Mode, Named? Result, Named? Caller);

/// <summary>The handbook version the case keeps.</summary>
public sealed record PackView(string Id, string? Profile, string Version, string Hash);

/// <summary>The customer. Staff see phone and address masked (COM-PRIV-03); in full they are had by authorized access only.</summary>
public sealed record CustomerView(string? Name, string? Phone, string? Address)
{
    public static CustomerView Of(Contact contact, Ground ground) => ground == Ground.OwnMatter
        ? new(contact.Name, contact.Phone, contact.Address)
        : new(contact.Name, Masking.Phone(contact.Phone), Masking.Address(contact.Address));
}

/// <summary>An evidence photo and where to fetch it.</summary>
public sealed record EvidenceView(string Hash, string ReceivedHash, string MediaType, long Size, DateTimeOffset UploadedAt, string Uploader, IReadOnlyList<string> Removed, string Href, string? Phase)
{
    public static EvidenceView Of(string caseId, EvidencePhoto photo, Func<string, string> nameOf) => new(
        photo.Hash, photo.ReceivedHash, photo.MediaType, photo.Size, photo.UploadedAt, nameOf(photo.Uploader), photo.Removed, $"{CaseLinks.Of(caseId).Evidence}/{photo.Hash}", photo.Phase);
}
