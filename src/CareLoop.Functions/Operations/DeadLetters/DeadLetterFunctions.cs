using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Operations.DeadLetters;

/// <summary>Messages that could not be handled: an operator looks at them, sends one again, or discards one with a reason.</summary>
public sealed partial class DeadLetterFunctions(
    CallerTokens tokens, DeadLetterDesk desk, ReceiptTable receipts, AuditLog audit, TimeProvider time, ILogger<DeadLetterFunctions> logger)
{
    private const string Source = "operations";

    [Function("ListDeadLetters")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "operations/dead-letters")] HttpRequest request, CancellationToken cancellation)
    {
        var entity = request.Query["entity"].ToString();
        var place = DeadLetterDesk.PlaceOf(entity);
        var from = Cursor.ReadNumber(request) ?? 0;
        var found = await desk.PeekAsync(place, from, Paging.Largest, cancellation);

        // A page may be short of what is there: only an empty one is the last.
        return Paging.Answer(
            request, found.Select(message => DeadLetterView.Of(place, message)), found.Count == 0 ? null : $"{found[^1].SequenceNumber + 1}");
    }

    [Function("ReplayDeadLetter")]
    public Task<IResult> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "operations/dead-letters/replay")] HttpRequest request,
        CancellationToken cancellation) => DecideAsync(request, discards: false, cancellation);

    [Function("DiscardDeadLetter")]
    public Task<IResult> Discard(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "operations/dead-letters/discard")] HttpRequest request,
        CancellationToken cancellation) => DecideAsync(request, discards: true, cancellation);

    private async Task<IResult> DecideAsync(HttpRequest request, bool discards, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var key = $"{caller.Actor.Id}\n{IdempotencyKey.Require(request)}";
        var order = DeadLetterOrder.Read(await JsonBody.ReadAsync(request, cancellation), discards);
        var earlier = await receipts.FindAsync(Source, key, cancellation);
        if (earlier is not null && earlier.BodyHash != order.Hash)
        {
            throw new ApiProblem(ProblemKind.IdempotencyKeyReused);
        }

        if (await desk.PeekAsync(order.Place, order.SequenceNumber, 1, cancellation) is [var first] && first.SequenceNumber == order.SequenceNumber)
        {
            if (!await desk.TakeAsync(order.Place, order.SequenceNumber, message => CarryOutAsync(order, message, caller, key, cancellation), cancellation))
            {
                throw new ApiProblem(ProblemKind.DeadLetterBusy);
            }
        }
        else if (earlier is null)
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        return Results.Json(
            new DeadLetterOutcome(DeadLetterDesk.EntityOf(order.Place), order.SequenceNumber, order.Outcome), ApiJson.Options);
    }

    /// <summary>Runs while the dead letter is held. The receipt comes first, so that whoever asks again learns what became of it.</summary>
    private async Task CarryOutAsync(
        DeadLetterOrder order, ServiceBusReceivedMessage message, Caller caller, string key, CancellationToken cancellation)
    {
        var receipt = new Receipt(message.SessionId ?? "", CommandIds.Of(Source, key), time.GetUtcNow(), order.Hash, IsNew: true);
        if ((await receipts.FileAsync(Source, key, receipt, cancellation)).BodyHash != order.Hash)
        {
            throw new ApiProblem(ProblemKind.IdempotencyKeyReused);
        }

        await audit.OperateAsync(caller, DeadLetterDesk.CaseOf(order.Place, message), order.DiscardReason ?? message.MessageId, cancellation);
        var entity = DeadLetterDesk.EntityOf(order.Place);
        if (order.DiscardReason is { } reason)
        {
            LogDiscarded(logger, caller.Actor.Id, order.SequenceNumber, message.MessageId, entity, reason);
        }
        else
        {
            await desk.ReplayAsync(order.Place, message, cancellation);
            LogReplayed(logger, caller.Actor.Id, order.SequenceNumber, message.MessageId, entity);
        }
    }

    [LoggerMessage(LogLevel.Information, "Operator {Operator} replayed dead letter {SequenceNumber} ({MessageId}) of {Entity}")]
    private static partial void LogReplayed(ILogger logger, string @operator, long sequenceNumber, string? messageId, string entity);

    [LoggerMessage(LogLevel.Information, "Operator {Operator} discarded dead letter {SequenceNumber} ({MessageId}) of {Entity}: {Reason}")]
    private static partial void LogDiscarded(
        ILogger logger, string @operator, long sequenceNumber, string? messageId, string entity, string reason);
}
