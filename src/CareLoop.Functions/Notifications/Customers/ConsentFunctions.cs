using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Operations.DeadLetters;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>A kind of notice that a customer can have sent to WeChat.</summary>
/// <param name="Template">The platform's id, for <c>wx.requestSubscribeMessage</c>.</param>
/// <param name="Kind">Which notice it carries.</param>
/// <param name="Left">Messages that the customer's consents are still good for.</param>
public sealed record ConsentItem(string Template, string Kind, int Left);

/// <summary>The consents of the calling customer to WeChat subscription messages: each is good for one message.</summary>
public sealed class ConsentFunctions(CallerTokens tokens, CustomerTable customers, CustomerReaches reaches, ConsentTable consents, TimeProvider time)
{
    private const string Source = "consent";

    [Function("GetConsents")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "consents")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        return await AnswerAsync(caller, await PlaceAsync(caller, cancellation), cancellation);
    }

    [Function("GiveConsents")]
    public async Task<IResult> Give(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "consents")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var key = IdempotencyKey.Require(request);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var given = body.Codes("templates");
        body.ThrowIfInvalid();
        var place = await PlaceAsync(caller, cancellation);
        var known = place?.Account.Subscriptions.Values.ToList() ?? [];
        if (given.Any(template => !known.Contains(template)))
        {
            throw DeadLetterOrder.Unknown("templates", known);
        }

        foreach (var (kind, template) in place?.Account.Subscriptions.Where(entry => given.Contains(entry.Value)) ?? [])
        {
            await consents.AddAsync(
                caller.Actor.Id, place!.Account.Id, kind, CommandIds.Of(Source, $"{caller.Actor.Id}\n{key}\n{template}"), time.GetUtcNow(), cancellation);
        }

        return await AnswerAsync(caller, place, cancellation);
    }

    private async Task<WeChatPlace?> PlaceAsync(Caller caller, CancellationToken cancellation) =>
        await customers.FindAsync(caller.Organisation, caller.Actor.Id, cancellation) is { } customer ? reaches.WeChatOf(customer) : null;

    private async Task<IResult> AnswerAsync(Caller caller, WeChatPlace? place, CancellationToken cancellation)
    {
        List<ConsentItem> items = [];
        foreach (var (kind, template) in place?.Account.Subscriptions.AsEnumerable() ?? [])
        {
            items.Add(new ConsentItem(template, kind, await consents.CountAsync(caller.Actor.Id, place!.Account.Id, kind, cancellation)));
        }

        return Results.Json(new { Items = items }, ApiJson.Options);
    }
}
