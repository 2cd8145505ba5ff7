using System.Globalization;
using CareLoop.Domain.Notices;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Operations.DeadLetters;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>
/// Notices of which nobody knows whether they arrived, or that no way would take: an operator looks at them, has one sent again, or says why
/// nobody needs it. Every order may be repeated: it finds the ledger as it left it.
/// </summary>
public sealed class DeliveryFunctions(CallerTokens tokens, DeliveryTable ledger, ServiceBusSender topic, AuditLog audit, TimeProvider time)
{
    private const int LongestId = 300;
    private const char Joint = '~';

    [Function("ListDeliveries")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "operations/deliveries")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var (rows, continuation) = await ledger.ReadAttentionAsync(caller.Organisation, Cursor.Read(request), Paging.SizeOf(request), cancellation);
        return Paging.Answer(request, rows.Select(DeliveryView.Of), continuation);
    }

    [Function("ReplayDelivery")]
    public async Task<IResult> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "operations/deliveries/replay")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var id = body.Text("id", required: true, LongestId);
        body.ThrowIfInvalid();
        var row = await RequireAsync(caller, id!, cancellation);
        await audit.OperateAsync(caller, row.Notice.CaseId, row.Delivery.NoticeId, cancellation);
        if (row.Delivery.NeedsAttention)
        {
            row = await ledger.UpdateAsync(row, Delivering.Again(row.Delivery, time.GetUtcNow()), cancellation);
        }

        if (row.Delivery.IsOpen)
        {
            // It leaves the list last: whatever happens before, it can be ordered again.
            await topic.SendMessageAsync(DeliveryCall.To(row, string.Create(CultureInfo.InvariantCulture, $"again-{row.Delivery.ChangedAt.UtcTicks}")), cancellation);
            await ledger.UnlistAsync(row, cancellation);
        }

        return Results.Json(DeliveryView.Of(row), ApiJson.Options);
    }

    [Function("DiscardDelivery")]
    public async Task<IResult> Discard(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "operations/deliveries/discard")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var (id, reason) = (body.Text("id", required: true, LongestId), body.Text("reason", required: true, LongestId));
        body.ThrowIfInvalid();
        if (!DeadLetterOrder.DiscardReasons.Contains(reason))
        {
            throw DeadLetterOrder.Unknown("reason", DeadLetterOrder.DiscardReasons);
        }

        var row = await RequireAsync(caller, id!, cancellation);
        await audit.OperateAsync(caller, row.Notice.CaseId, reason!, cancellation);
        if (row.Delivery.NeedsAttention)
        {
            row = await ledger.UpdateAsync(row, row.Delivery with { Settled = reason }, cancellation);
            await ledger.UnlistAsync(row, cancellation);
        }

        return Results.Json(DeliveryView.Of(row), ApiJson.Options);
    }

    internal static string IdOf(DeliveryRow row) => $"{row.Session}{Joint}{row.Key}";

    private async Task<DeliveryRow> RequireAsync(Caller caller, string id, CancellationToken cancellation) =>
        id.Split(Joint) is [var session, var key]
        && await ledger.FindAsync(session, key, cancellation) is { } row && row.Notice.Organisation == caller.Organisation
            ? row
            : throw new ApiProblem(ProblemKind.NotFound);
}
