using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Care;

/// <summary>What a customer whom nobody could reach says by the link of a message (COM-FU-03).</summary>
public sealed class SurveyFunctions(CareTable table, CareRounds rounds, SurveyTokens surveys, CustomerTable customers)
{
    private const int TokenLength = 128;
    private const int TextLength = 2_000;

    [Function("AnswerSurvey")]
    public async Task<IResult> AnswerSurvey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "surveys")] HttpRequest request, CancellationToken cancellation)
    {
        var json = await JsonBody.ReadAsync(request, cancellation);
        var body = new FieldReader(json);
        var token = body.Text("token", required: true, TokenLength);
        var result = body.Text("result", required: true, TokenLength);
        var text = body.Text("text", required: false, TextLength);
        body.ThrowIfInvalid();
        if (SurveyTokens.TaskOf(token!) is not { } id || await table.FindAsync(id, cancellation) is not { File: var file } || !surveys.Opens(token!, file))
        {
            throw new ApiProblem(ProblemKind.TokenInvalid);
        }

        // One survey has one answer: the same one again is welcome, another one finds it answered.
        var outcome = new CareOutcome("survey", JsonBody.HashOf(json));
        if (await table.FindOutcomeAsync(id, outcome.Id, cancellation) is { } before && before.BodyHash != outcome.BodyHash)
        {
            throw new ApiProblem(ProblemKind.CommandNotAllowed);
        }

        var words = text is not null && await customers.FindAsync(file.Organisation, file.Task.CustomerKey, cancellation) is { } customer
            ? SealedTexts.Seal(customer, id, new Dictionary<string, string> { ["text"] = text })
            : null;
        var actor = new Actor(ActorKind.Customer, file.Task.CustomerKey, []);
        if (await rounds.DoAsync(id, new CareCommand.AnswerSurvey(result!), actor, outcome, words, cancellation) is { } refusal)
        {
            throw Refusals.ToProblem(refusal);
        }

        return Results.NoContent();
    }
}
