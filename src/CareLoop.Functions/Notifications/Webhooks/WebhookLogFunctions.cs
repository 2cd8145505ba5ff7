using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>An endpoint's delivery log over HTTP, and sending again what is in it.</summary>
public sealed class WebhookLogFunctions(
    CallerTokens tokens, WebhookAdmin admin, WebhookLog log, WebhookDelivering delivering, DeliveryQueue queue, AuditLog audit)
{
    [Function("ListWebhookDeliveries")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "webhooks/{webhook}/deliveries")] HttpRequest request,
        string webhook,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var query = new QueryReader(request);
        var status = query.OneOf<DeliveryStatus>("status");
        var size = query.PageSize();
        query.ThrowIfInvalid();
        var endpoint = await admin.FindAsync(caller, webhook, cancellation);
        var (deliveries, continuation) = await log.ReadAsync(endpoint.Organisation, endpoint.Id, status, Cursor.Read(request), size, cancellation);
        return Paging.Answer(request, deliveries.Select(WebhookDeliveryView.Of), continuation);
    }

    [Function("ReplayWebhookDelivery")]
    public async Task<IResult> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/{webhook}/deliveries/{delivery}/replay")] HttpRequest request,
        string webhook,
        string delivery,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var key = IdempotencyKey.Require(request);
        var endpoint = await FindEnabledAsync(caller, webhook, cancellation);
        var found = EntryIds.IsValid(delivery) ? await log.FindAsync(endpoint.Organisation, endpoint.Id, delivery, cancellation) : null;
        if (found is null)
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        await audit.OperateAsync(caller, found.CaseNumber, found.EventId, cancellation);
        await delivering.RestartAsync(found, WebhookAdmin.IdOf(caller, $"{delivery}\n{key}"), cancellation);
        return Results.Accepted();
    }

    [Function("ReplayFailedWebhookDeliveries")]
    public async Task<IResult> ReplayFailed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/{webhook}/replay-failed")] HttpRequest request,
        string webhook,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var key = IdempotencyKey.Require(request);
        var endpoint = await FindEnabledAsync(caller, webhook, cancellation);
        await audit.OperateAsync(caller, caseId: null, endpoint.Id, cancellation);
        await queue.ReplayFailedAsync(
            new DeliveryOrder.ReplayFailed(endpoint.Organisation, endpoint.Id, WebhookAdmin.IdOf(caller, $"{webhook}\nfailed\n{key}"), After: null), cancellation);
        return Results.Accepted();
    }

    private async Task<WebhookEndpoint> FindEnabledAsync(Caller caller, string id, CancellationToken cancellation) =>
        await admin.FindOwnAsync(caller, id, cancellation) is { Disabled: null } endpoint ? endpoint : throw new ApiProblem(ProblemKind.EndpointDisabled);
}
