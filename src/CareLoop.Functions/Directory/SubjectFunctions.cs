using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Directory;

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
    IReadOnlyList<Warranty> Warranties,
    int Version);

/// <summary>Customers' orders, units, products and memberships.</summary>
public sealed class SubjectFunctions(
    CallerTokens tokens, CaseAuthority authority, SubjectTable subjects, CustomerTable customers, StaffDirectory directory, DeploymentSecrets secrets)
{
    /// <summary>Records a subject or corrects it. A POST without an id: phone and order number have no place in an address.</summary>
    [Function("RecordSubject")]
    public async Task<IResult> RecordSubject(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "subjects")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var form = SubjectForm.Read(body, people, number => secrets.KeyedHash("subject", caller.Organisation, number), contact => CustomerKeys.Of(secrets, caller.Organisation, contact));
        SiteAuthority.Require(caller, people, form.Subject.Site);

        var customer = await customers.GetOrAddAsync(caller.Organisation, form.Subject.CustomerKey, form.Contact, cancellation);
        var present = (await subjects.ReadAsync(caller.Organisation, customer.CustomerKey, customer, cancellation)).FirstOrDefault(found => found.Subject.Id == form.Subject.Id);
        if (present is not null)
        {
            SiteAuthority.Require(caller, people, present.Subject.Site);
        }

        EntryExpectation.Of(request).Check(present?.Version);
        if (!await subjects.ReplaceAsync(customer, present, form.Subject, form.Number, cancellation))
        {
            throw new ApiProblem(ProblemKind.EntryChanged);
        }

        var version = (present?.Version ?? 0) + 1;
        request.HttpContext.Response.Headers.ETag = EntityVersion.ToETag(version);
        return Results.Json(
            View(form.Subject, form.Number, version, people),
            ApiJson.Options,
            statusCode: present is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
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
                Items = found.Where(item => caller.Sites.Contains(item.Subject.Site)).Select(item => View(item.Subject, item.Number, item.Version, people)),
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

    private static SubjectView View(CustomerSubject subject, string? number, int version, DirectorySnapshot people) => new(
        subject.Id,
        subject.CustomerKey,
        subject.Site,
        subject.Kind.ToString(),
        number,
        subject.Counterparty is { } party ? new Named(party, people.NameOfCounterparty(party)) : null,
        subject.Area,
        subject.Since,
        subject.Until,
        [.. subject.Warranties],
        version);
}
