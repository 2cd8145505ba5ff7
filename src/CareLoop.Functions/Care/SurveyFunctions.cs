using System.Globalization;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Care;

/// <summary>
/// What a customer whom nobody could reach says by the link of a message (COM-FU-03), about a case or a care task. One survey has one answer:
/// the same one again is welcome, another one finds it answered.
/// </summary>
public sealed class SurveyFunctions(
    CareTable table, CareRounds rounds, CaseTable cases, CommandDesk desk, CommandWait wait, SurveyTokens surveys, CustomerTable customers)
{
    private const string Source = "survey";
    private const int TokenLength = 128;
    private const int TextLength = 2_000;

    [Function("AnswerSurvey")]
    public async Task<IResult> AnswerSurvey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "surveys")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var json = await JsonBody.ReadAsync(request, cancellation);
        var body = new FieldReader(json);
        var token = body.Text("token", required: true, TokenLength);
        var answer = new Answer(body.Text("result", required: true, TokenLength)!, body.Text("text", required: false, TextLength), JsonBody.HashOf(json));
        body.ThrowIfInvalid();
        var subject = SurveyTokens.SubjectOf(token!) ?? throw new ApiProblem(ProblemKind.TokenInvalid);
        if (!CareIds.Names(subject))
        {
            return await AnswerForCaseAsync(request, token!, subject, answer, client, cancellation);
        }

        if (await table.FindAsync(subject, cancellation) is not { File: var file } || !surveys.Opens(token!, file.Organisation, subject))
        {
            throw new ApiProblem(ProblemKind.TokenInvalid);
        }

        await AnswerForCareAsync(file, answer, cancellation);
        return Results.NoContent();
    }

    private async Task AnswerForCareAsync(CareFile file, Answer answer, CancellationToken cancellation)
    {
        var id = file.Task.Id;
        var outcome = new CareOutcome(Source, answer.Hash);
        if (await table.FindOutcomeAsync(id, outcome.Id, cancellation) is { } before && before.BodyHash != outcome.BodyHash)
        {
            throw new ApiProblem(ProblemKind.CommandNotAllowed);
        }

        var words = answer.Text is { } text && await customers.FindAsync(file.Organisation, file.Task.CustomerKey, cancellation) is { } customer
            ? SealedTexts.Seal(customer, id, new Dictionary<string, string> { ["text"] = text })
            : null;
        var actor = new Actor(ActorKind.Customer, file.Task.CustomerKey, []);
        if (await rounds.DoAsync(id, new CareCommand.AnswerSurvey(answer.Result), actor, outcome, words, cancellation) is { } refusal)
        {
            throw Refusals.ToProblem(refusal);
        }
    }

    private async Task<IResult> AnswerForCaseAsync(
        HttpRequest request, string token, string number, Answer answer, DurableTaskClient client, CancellationToken cancellation)
    {
        if (await cases.FindAsync(number, cancellation) is not { State: { FollowUp: { } task } state } header || !surveys.Opens(token, state.Organisation, number))
        {
            throw new ApiProblem(ProblemKind.TokenInvalid);
        }

        // A case that is reopened is asked about once more, and may be answered once more.
        var commandId = CommandIds.Of(Source, string.Create(CultureInfo.InvariantCulture, $"{number}\n{task.DueAt.UtcTicks}"));
        var earlier = await cases.FindCommandAsync(number, commandId, cancellation);
        if (earlier is not null && earlier.BodyHash != answer.Hash)
        {
            throw new ApiProblem(ProblemKind.CommandNotAllowed);
        }

        var caller = new Caller(new Actor(ActorKind.Customer, state.CustomerKey, []), state.Organisation, [], CallerKinds.Customer) { Route = nameof(AnswerSurvey) };
        var texts = answer.Text is { } text ? new Dictionary<string, string> { ["text"] = text } : [];
        await desk.SubmitAsync(
            new CommandSubmission(caller, header, commandId, RecordFollowUp.BySurvey(answer.Result), texts, ExpectedVersion: null, answer.Hash),
            earlier,
            client,
            cancellation);
        if (await wait.ForOutcomeAsync(request, number, commandId, cancellation) is { } decided)
        {
            Refusals.ThrowIfRefused(decided.Command!.Outcome!);
            return Results.NoContent();
        }

        return Results.Accepted();
    }

    private sealed record Answer(string Result, string? Text, string Hash);
}
