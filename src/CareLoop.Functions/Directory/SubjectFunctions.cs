using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Care;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Directory;

/// <summary>A warranty, and whether a case falls into it: what counts is when it was registered.</summary>
public sealed record WarrantyView(string Part, DateOnly EndsOn, bool? InForce);

/// <summary>A customer's subject as staff see it.</summary>
public sealed record SubjectView(
    string Id,
    string CustomerKey,
    string Site,
    string Kind,
    string? Number,
    Named? Counterparty,
    string? Area,
    DateOnly? Since,
    DateOnly? Until,
    IReadOnlyList<WarrantyView> Warranties,
    Named? Agent,
    bool Vip,
    bool MarketingConsent,
    IReadOnlyList<SubjectAnchor> Anchors,
    int Version)
{
    /// <summary>Ids of the care tasks that follow from it, when it has just been recorded.</summary>
    public IReadOnlyList<string>? CareTasks { get; init; }
}

/// <summary>Customers' orders, units, products and memberships.</summary>
public sealed class SubjectFunctions(
    CallerTokens tokens, CaseAuthority authority, SubjectTable subjects, CustomerTable customers, StaffDirectory directory, CarePlanner planner,
    DeploymentSecrets secrets, PackLibrary handbooks, TimeProvider time)
{
    /// <summary>Records a subject or corrects it. A POST without an id: phone and order number have no place in an address.</summary>
    [Function("RecordSubject")]
    public async Task<IResult> RecordSubject(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "subjects")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var form = SubjectForm.Read(
            body,
            people,
            number => secrets.KeyedHash("subject", caller.Organisation, number),
            contact => CustomerKeys.Of(secrets, caller.Organisation, contact),
            site => PackOf(people, site),
            time.GetUtcNow());
        SiteAuthority.Require(caller, people, form.Subject.Site);

        var customer = await customers.GetOrAddAsync(caller.Organisation, form.Subject.CustomerKey, form.Contact, cancellation);
        var present = (await subjects.ReadAsync(caller.Organisation, customer.CustomerKey, customer, cancellation)).FirstOrDefault(found => found.Subject.Id == form.Subject.Id);
        if (present is not null)
        {
            SiteAuthority.Require(caller, people, present.Subject.Site);
        }

        EntryExpectation.Of(request).Check(present?.Version);
        var begun = await planner.BeginAsync(caller.Organisation, customer.CustomerKey, form.Subject.Id, cancellation);
        if (!await subjects.ReplaceAsync(customer, present, form.Subject, form.Number, cancellation))
        {
            throw new ApiProblem(ProblemKind.EntryChanged);
        }

        var tasks = await planner.EndAsync(begun, form.Subject, caller.Actor, cancellation);
        var version = (present?.Version ?? 0) + 1;
        request.HttpContext.Response.Headers.ETag = EntityVersion.ToETag(version);
        return Results.Json(
            View(form.Subject, form.Number, version, people) with { CareTasks = tasks },
            ApiJson.Options,
            statusCode: present is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <summary>
    /// Something happened to a subject that care plans count from: goods were delivered, a card came in, a meeting has a date. Saying it
    /// twice is saying it once; another date for the same thing moves what counts from it.
    /// </summary>
    [Function("RecordAnchor")]
    public async Task<IResult> RecordAnchor(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "subjects/{customerKey}/{id}/anchors")] HttpRequest request,
        string customerKey,
        string id,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        var json = await JsonBody.ReadAsync(request, cancellation);
        if (await customers.FindAsync(caller.Organisation, customerKey, cancellation) is not { } customer
            || await subjects.FindStoredAsync(customer, id, cancellation) is not { } present)
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        SiteAuthority.Require(caller, people, present.Subject.Site);
        var body = new FieldReader(json);
        var anchor = SubjectForm.ReadAnchor(body, PackOf(people, present.Subject.Site), time.GetUtcNow());
        body.ThrowIfInvalid();
        var subject = present.Subject.With(anchor);
        var begun = await planner.BeginAsync(caller.Organisation, customerKey, id, cancellation);
        if (!await subjects.ReplaceAsync(customer, present, subject, present.Number!, cancellation))
        {
            throw new ApiProblem(ProblemKind.EntryChanged);
        }

        var tasks = await planner.EndAsync(begun, subject, caller.Actor, cancellation);
        return Results.Json(View(subject, present.Number, present.Version + 1, people) with { CareTasks = tasks }, ApiJson.Options);
    }

    /// <summary>What the customer of a case has at the caller's sites.</summary>
    [Function("GetCaseSubjects")]
    public async Task<IResult> GetCaseSubjects(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/subjects")] HttpRequest request, string caseNumber, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var state = (await authority.OpenAsync(caller, caseNumber, cancellation)).State;
        var people = await directory.GetAsync(cancellation);
        var customer = await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation);
        var found = await subjects.ReadAsync(state.Organisation, state.CustomerKey, customer, cancellation);
        return Results.Json(
            new
            {
                CaseNumber = state.CaseId,
                Items = found.Where(item => caller.Sites.Contains(item.Subject.Site))
                    .Select(item => View(item.Subject, item.Number, item.Version, people, state.ReceivedAt)),
            },
            ApiJson.Options);
    }

    [Function("DeleteSubject")]
    public async Task<IResult> DeleteSubject(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "subjects/{customerKey}/{id}")] HttpRequest request,
        string customerKey,
        string id,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var subject = await subjects.FindAsync(caller.Organisation, customerKey, id, cancellation) ?? throw new ApiProblem(ProblemKind.NotFound);
        DirectoryAuthority.RequireManager(caller, [subject.Site]);
        await subjects.DeleteAsync(caller.Organisation, customerKey, id, cancellation);
        return Results.NoContent();
    }

    private PolicyPack? PackOf(DirectorySnapshot people, string site) =>
        people.FindSite(site) is { } found ? handbooks.InForce(found.Pack, found.Profile, time.GetUtcNow()) : null;

    private static SubjectView View(CustomerSubject subject, string? number, int version, DirectorySnapshot people, DateTimeOffset? registeredAt = null) => new(
        subject.Id,
        subject.CustomerKey,
        subject.Site,
        subject.Kind.ToString(),
        number,
        subject.Counterparty is { } party ? new Named(party, people.NameOfCounterparty(party)) : null,
        subject.Area,
        subject.Since,
        subject.Until,
        [.. subject.Warranties.Select(w => new WarrantyView(w.Part, w.EndsOn, registeredAt is { } at ? WarrantyTerm.Covers(w.EndsOn, at) : null))],
        subject.Agent is { } agent ? new Named(agent, people.NameOf(agent)) : null,
        subject.Vip,
        subject.MarketingConsent,
        [.. subject.Anchors],
        version);
}
