using System.Security.Cryptography;
using System.Text.Json;
using CareLoop.Functions.Api;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>Partners' endpoints over HTTP.</summary>
public sealed class WebhookFunctions(CallerTokens tokens, WebhookAdmin admin, TimeProvider time)
{
    [Function("CreateWebhook")]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var key = IdempotencyKey.Require(request);
        var body = await JsonBody.ReadAsync(request, cancellation);
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body)));
        var (endpoint, secret, isNew) = await admin.CreateAsync(caller, key, new FieldReader(body), hash, cancellation);
        return Show(request, endpoint, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, secret);
    }

    [Function("ListWebhooks")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "webhooks")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var now = time.GetUtcNow();
        var found = await admin.ListAsync(caller, cancellation);
        return Results.Json(new { Items = found.Select(endpoint => WebhookView.Of(endpoint, now)) }, ApiJson.Options);
    }

    [Function("GetWebhook")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "webhooks/{webhook}")] HttpRequest request, string webhook, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        return Show(request, await admin.FindAsync(caller, webhook, cancellation), StatusCodes.Status200OK);
    }

    [Function("ChangeWebhook")]
    public async Task<IResult> Change(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "webhooks/{webhook}")] HttpRequest request, string webhook, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        return Show(request, await admin.ChangeAsync(caller, webhook, body, EntryExpectation.Of(request), cancellation), StatusCodes.Status200OK);
    }

    [Function("RotateWebhookSecret")]
    public async Task<IResult> Rotate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/{webhook}/secret")] HttpRequest request, string webhook, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var (endpoint, secret) = await admin.RotateAsync(caller, webhook, IdempotencyKey.Require(request), cancellation);
        return Show(request, endpoint, StatusCodes.Status200OK, secret);
    }

    [Function("DeleteWebhook")]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "webhooks/{webhook}")] HttpRequest request, string webhook, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        await admin.DeleteAsync(caller, webhook, EntryExpectation.Of(request), cancellation);
        return Results.NoContent();
    }

    private IResult Show(HttpRequest request, WebhookEndpoint endpoint, int status, string? secret = null)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ETag = EntityVersion.ToETag(endpoint.Version);
        headers.CacheControl = "no-store";
        return Results.Json(WebhookView.Of(endpoint, time.GetUtcNow(), secret), ApiJson.Options, statusCode: status);
    }
}
