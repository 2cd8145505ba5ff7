using System.Text.Json;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Cases;

/// <summary>Commands on a case over HTTP.</summary>
public sealed class CommandFunctions(
    CallerTokens tokens, CaseAuthority authority, PackLibrary handbooks, CommandDesk desk, CommandWait wait, CaseViews views)
{
    [Function("GiveCommand")]
    public async Task<IResult> GiveCommand(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/commands")] HttpRequest request,
        string caseNumber,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var commandId = CommandDesk.IdOf(caller, caseNumber, IdempotencyKey.Require(request));
        var (header, earlier) = await authority.RequireAsync(caller, caseNumber, commandId, cancellation);
        var body = await JsonBody.ReadAsync(request, cancellation);
        var (command, texts, forGroup) = ReadCommand(body, handbooks.Pinned(header.State.Pack));
        var hash = JsonBody.HashOf(body);

        var caseId = header.State.CaseId;
        var submission = new CommandSubmission(caller, header, commandId, command, texts, EntityVersion.Expected(request), hash, forGroup);
        await desk.SubmitAsync(submission, earlier, client, cancellation);
        if (await wait.ForOutcomeAsync(request, caseId, commandId, cancellation) is not { } decided)
        {
            var link = CaseLinks.Of(caseId).Command(commandId);
            request.HttpContext.Response.Headers.Location = link;
            return Results.Json(new { CaseNumber = caseId, Status = link }, ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
        }

        Refusals.ThrowIfRefused(decided.Command!.Outcome!);
        return Results.Json(await views.OfAsync(caller, decided.Header, request, cancellation), ApiJson.Options);
    }

    [Function("GetCommand")]
    public async Task<IResult> GetCommand(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/commands/{commandId}")] HttpRequest request,
        string caseNumber,
        string commandId,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var (_, command) = await authority.RequireAsync(caller, caseNumber, commandId, cancellation);
        if (command is null)
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        if (command.Outcome is not { } outcome)
        {
            request.HttpContext.Response.Headers.RetryAfter = "1";
            return Results.Json(new { CaseNumber = caseNumber, CommandId = commandId, Outcome = "pending" }, ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
        }

        Refusals.ThrowIfRefused(outcome);
        return Results.Json(
            new { CaseNumber = caseNumber, CommandId = commandId, Outcome = "applied", outcome.Version, CaseLinks.Of(caseNumber).Self }, ApiJson.Options);
    }

    private static (Domain.Cases.CaseCommand Command, IReadOnlyDictionary<string, string> Texts, bool ForGroup) ReadCommand(JsonElement body, PolicyPack pack)
    {
        var reader = new FieldReader(body);
        if (reader.Text("command", required: true, maxLength: 64) is not { } name)
        {
            reader.ThrowIfInvalid();
            throw new InvalidOperationException("A missing command was not reported.");
        }

        var form = CommandForms.Find(name) ?? throw new ApiProblem(ProblemKind.UnknownValue)
        {
            Errors = [new FieldError("command", new($"没有“{name}”这个操作。", $"There is no command '{name}'."))],
            Allowed = [.. CommandForms.All.Select(candidate => candidate.Name)],
        };
        return form.Read(reader, pack.Intake.MaxTextLength);
    }
}
