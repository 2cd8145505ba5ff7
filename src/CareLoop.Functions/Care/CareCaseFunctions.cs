using System.Text.Json;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Care;

/// <summary>
/// Opens a case from a care contact: the customer is on the phone and something is broken. Customer, subject and counterparty are known
/// already; case and task refer to each other.
/// </summary>
public sealed class CareCaseFunctions(
    CallerTokens tokens, CareTable table, CareRounds rounds, CaseIntake intake, IntakeAnswer answer, CustomerTable customers,
    SubjectTable subjects, StaffDirectory directory, PackLibrary handbooks, TimeProvider time)
{
    [Function("OpenCareCase")]
    public async Task<IResult> OpenCareCase(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "care-tasks/{careTask}/cases")] HttpRequest request,
        string careTask,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var stored = await CareAuthority.RequireAsync(table, caller, careTask, cancellation);
        var key = IdempotencyKey.Require(request);
        var json = await JsonBody.ReadAsync(request, cancellation);
        var form = await ReadAsync(json, stored.File, cancellation);
        var hash = JsonBody.HashOf(json);
        var receipt = await intake.AcceptAsync(form, caller, key, hash, [], client, cancellation);

        // The receipt makes the number the same on every repetition, so a link that a crash prevented is made when the caller tries again.
        var outcome = new CareOutcome(CommandIds.Of($"care\n{stored.Id}", $"case\n{receipt.CaseId}"), hash);
        if (await rounds.DoAsync(stored.Id, new CareCommand.Link(receipt.CaseId), caller.Actor, outcome, words: null, cancellation) is { } refusal)
        {
            throw Refusals.ToProblem(refusal);
        }

        return await answer.OfAsync(request, caller, receipt, refused: null, tracking: null, cancellation);
    }

    private async Task<IntakeForm> ReadAsync(JsonElement json, CareFile file, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var people = await directory.GetAsync(cancellation);
        if (people.FindSite(file.Site) is not { } site
            || await customers.FindAsync(file.Organisation, file.Task.CustomerKey, cancellation) is not { } customer)
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        var pack = handbooks.InForce(site.Pack, site.Profile, now, file.Organisation);
        var body = new FieldReader(json);
        var text = body.Text("text", required: true, pack.Intake.MaxTextLength);
        var (channel, type) = IntakeForm.ReadCodes(body, pack);
        body.ThrowIfInvalid();
        var subject = await subjects.FindStoredAsync(customer, file.SubjectId, cancellation);
        var counterparty = people.FindCounterparty(subject?.Subject.Counterparty ?? string.Empty);
        return new IntakeForm(
            site, pack, channel!, ChannelMessageId: null, customer.Contact, text!, type, subject?.Number, counterparty?.Id, ReceivedAt: null,
            WantsTracking: false, counterparty?.StatusOn(ChinaTime.Date(now)).ToString(), CareTask: file.Task.Id);
    }
}
