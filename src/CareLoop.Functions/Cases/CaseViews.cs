using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Cases;

/// <summary>Makes the API's picture of a case, in the caller's language.</summary>
public sealed class CaseViews(
    CaseAuthority authority, CaseTable cases, CustomerTable customers, CaseTexts said, EvidenceStore evidence, StaffDirectory directory, PackLibrary handbooks)
{
    /// <summary>A case that has just been read, without its texts. Sets the ETag.</summary>
    /// <exception cref="ApiProblem">The caller may not see the case.</exception>
    public async Task<CaseView> OfAsync(Caller caller, CaseHeader header, HttpRequest request, CancellationToken cancellation)
    {
        CaseAuthority.Require(caller, header.State);
        return Show(header.State, caller, await directory.GetAsync(cancellation), request);
    }

    /// <summary>The case with the customer's words and photos.</summary>
    public async Task<CaseView> ReadDetailAsync(Caller caller, string caseNumber, HttpRequest request, CancellationToken cancellation)
    {
        var opened = await authority.OpenAsync(caller, caseNumber, cancellation);
        var state = opened.State;
        var people = await directory.GetAsync(cancellation);
        var first = (await cases.ReadEventsAsync(state.CaseId, 1, 1, cancellation)).Single();
        var view = Show(state, caller, people, request) with { Evidence = await EvidenceOfAsync(opened, people, cancellation) };
        if (await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation) is not { } customer)
        {
            return view;
        }

        var texts = first.ContentId is { } id ? await said.FindAsync(customer, state.CaseId, id, cancellation) : null;
        var text = texts?.GetValueOrDefault("text");
        return view with
        {
            Customer = opened.Ground == Ground.TrackingLink ? null : CustomerView.Of(customer.Contact, opened.Ground),
            Text = opened.ShowsWords ? text : Masking.Words(text),
            Subject = texts?.GetValueOrDefault("subject"),
        };
    }

    /// <summary>The photos; none for a tracking link, which may be passed on.</summary>
    private async Task<IReadOnlyList<EvidenceView>?> EvidenceOfAsync(OpenedCase opened, DirectorySnapshot people, CancellationToken cancellation) =>
        opened.Ground == Ground.TrackingLink ? null
        : [.. (await evidence.ListAsync(opened.State.CaseId, cancellation))
            .Select(photo => EvidenceView.Of(opened.State.CaseId, photo, id => NameOf(id, opened.State, people)))];

    /// <summary>A person's name; the customer and the system have none here.</summary>
    internal static string NameOf(string actorId, CaseState state, DirectorySnapshot people) =>
        actorId == state.CustomerKey ? "customer" : people.NameOf(actorId);

    private CaseView Show(CaseState state, Caller caller, DirectorySnapshot people, HttpRequest request)
    {
        request.HttpContext.Response.Headers.ETag = EntityVersion.ToETag(state.CommandVersion);
        var view = ToView(state, caller, people, RequestLanguage.Of(request));
        return caller.IsCustomer ? WithoutJudgement(view) : view;
    }

    /// <summary>How the house judges a case is not the customer's business: a flag such as a media risk is no message to them.</summary>
    private static CaseView WithoutJudgement(CaseView view) => view with
    {
        Severity = null,
        Flags = [],
        SuggestedFlags = [],
        Finding = null,
        RootCause = null,
        LinkedTo = null,
        GroupIncident = null,
        Recovery = null,
    };

    private CaseView ToView(CaseState state, Caller caller, DirectorySnapshot people, Language language)
    {
        var pack = handbooks.Pinned(state.Pack);
        Named Term(string id) => new(id, pack.NameOf(id, language));
        Named? Optional(string? id) => id is null ? null : Term(id);
        Named? Person(string? id) => id is null ? null : new Named(id, people.NameOf(id));

        return new CaseView
        {
            CaseNumber = state.CaseId,
            Status = new Named(state.Status.ToString(), Glossary.Name(state.Status, language)),
            Type = Term(state.Type),
            TypeConfirmed = state.TypeConfirmed,
            Category = Optional(state.Category),
            Severity = Optional(state.Severity),
            Flags = [.. state.Flags.Select(Term)],
            SuggestedFlags = [.. state.SuggestedFlags.Select(Term)],
            Channel = Term(state.Channel),
            Site = new Named(state.Site, people.FindSite(state.Site)?.Name ?? state.Site),
            Owner = Person(state.Owner),
            Counterparty = state.Counterparty is { } id ? new Named(id, people.NameOfCounterparty(id)) : null,
            LinkedTo = state.LinkedTo,
            GroupIncident = state.GroupIncident,
            ReceivedAt = state.ReceivedAt,
            NextDueAt = state.NextDueAt,
            Solution = state.Solution is { } solution ? new SolutionView(Term(solution.Kind), solution.AmountInFen, solution.Agreed, solution.Refusals) : null,
            PromisedCompletionAt = state.PromisedCompletionAt,
            Payment = state.Payment is { } payment ? new PaymentView(payment.AmountInFen, payment.PaidAt, Term(payment.Status.ToString()), payment.Attempt) : null,
            Recovery = state.Recovery is { } claim ? new RecoveryView(claim.AmountInFen, Term(claim.From), claim.RecoveredInFen) : null,
            Finding = Optional(state.Finding),
            RootCause = Optional(state.RootCause),
            FollowUp = state.FollowUp is { } task
                ? new FollowUpView(
                    new Named(task.Status.ToString(), Glossary.Name(task.Status, language)), task.OpensAt, task.DueAt, Term(task.Mode), Optional(task.Result), Person(task.Caller))
                : null,
            Episode = state.Episode,
            Version = state.CommandVersion,
            Pack = new PackView(state.Pack.Id, state.Pack.Profile, state.Pack.Version, state.Pack.Hash),
            Allowed = CaseDecider.Allowed(pack, state, caller.Actor),
            Links = CaseLinks.Of(state.CaseId),
        };
    }
}
