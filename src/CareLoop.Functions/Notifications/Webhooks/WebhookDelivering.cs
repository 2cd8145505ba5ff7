using System.Text;
using CareLoop.Domain.Notices;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>
/// Carries out the orders of queue <c>deliveries</c>. What is about to be done is on record before it is done, and what came of it before the
/// next message is planned, so whoever takes up a message again after a crash finds where the last one stopped. Only between a call and its
/// record nobody can know: then the call is made again under the same id, and the log counts it as unclear.
/// </summary>
public sealed class WebhookDelivering(
    WebhookTable table, WebhookEndpoints endpoints, WebhookLog log, DeliveryQueue queue, WebhookCaller caller, WrappingKeys keys, TimeProvider time)
{
    /// <summary>Deliveries begun again for one message.</summary>
    private const int ReplaysAtOnce = 100;

    /// <summary>Makes the attempt, if it is still to be made.</summary>
    /// <returns>Why there will be no further one and an operator should know; null otherwise.</returns>
    public async Task<WebhookError?> AttemptAsync(DeliveryOrder.Attempt order, CancellationToken cancellation)
    {
        if (await table.FindAsync(order.Organisation, order.Endpoint, cancellation) is not { } endpoint
            || await log.FindAsync(order.Organisation, order.Endpoint, order.Delivery, cancellation) is not { } delivery)
        {
            // Deleted since: nobody waits for it any more.
            return null;
        }

        switch (delivery.StepFor(order.Round, order.Number))
        {
            case DeliveryStep.Call:
                return await CallAsync(endpoint, delivery with { Attempt = order.Number }, cancellation);
            case DeliveryStep.CallAgain:
                return await CallAsync(endpoint, delivery with { Unclear = delivery.Unclear + 1 }, cancellation);
            case DeliveryStep.PlanNext:
                await queue.PlanAsync(delivery, delivery.NextAttemptAt!.Value, cancellation);
                return null;
            case DeliveryStep.Bury:
                return delivery.Error;
            default:
                return null;
        }
    }

    /// <summary>Begins a delivery again from the first attempt.</summary>
    /// <param name="cause">What asked for it: asked again, it is one round.</param>
    public async Task RestartAsync(WebhookDelivery delivery, string cause, CancellationToken cancellation)
    {
        if (delivery.Cause != cause)
        {
            delivery = await log.ReplaceAsync(
                delivery with
                {
                    Round = delivery.Round + 1,
                    Cause = cause,
                    Attempt = 0,
                    Status = DeliveryStatus.Waiting,
                    NextAttemptAt = time.GetUtcNow(),
                    SentAt = null,
                },
                cancellation);
        }

        if (delivery is { Status: DeliveryStatus.Waiting, Attempt: 0 })
        {
            await queue.BeginAsync([delivery], cancellation);
        }
    }

    /// <summary>Begins the delivery of a dead letter again, unless the partner has it meanwhile.</summary>
    /// <param name="cause">Id of the message it was put back with.</param>
    public async Task RestartAsync(DeliveryOrder.Attempt order, string cause, CancellationToken cancellation)
    {
        if (await log.FindAsync(order.Organisation, order.Endpoint, order.Delivery, cancellation) is { Status: not DeliveryStatus.Sent } delivery)
        {
            await RestartAsync(delivery, cause, cancellation);
        }
    }

    /// <summary>Begins again with what was given up, a part at a time.</summary>
    public async Task ReplayFailedAsync(DeliveryOrder.ReplayFailed order, CancellationToken cancellation)
    {
        var (done, last) = (0, order.After);
        await foreach (var delivery in log.ReadFailedAsync(order.Organisation, order.Endpoint, order.After, cancellation))
        {
            await RestartAsync(delivery, order.Request, cancellation);
            last = delivery.Id;
            if (++done == ReplaysAtOnce)
            {
                await queue.ReplayFailedAsync(order with { After = last }, cancellation);
                return;
            }
        }
    }

    private async Task<WebhookError?> CallAsync(WebhookEndpoint endpoint, WebhookDelivery delivery, CancellationToken cancellation)
    {
        if (endpoint.Disabled is not null)
        {
            await log.ReplaceAsync(
                delivery with { Status = DeliveryStatus.Failed, Error = WebhookError.Disabled, NextAttemptAt = null }, cancellation);
            return null;
        }

        var now = time.GetUtcNow();
        var sending = await log.ReplaceAsync(
            delivery with { Status = DeliveryStatus.Sending, Calls = delivery.Calls + 1, LastCallAt = now, NextAttemptAt = null }, cancellation);
        var secrets = WebhookSecrets.Unwrap(keys, endpoint).LiveAt(now, endpoint.OldSecretUntil);
        var result = await caller.CallAsync(endpoint.Address, delivery.EventId, Encoding.UTF8.GetBytes(delivery.Body), secrets, cancellation);
        WebhookSignals.Called(result);
        return await RecordAsync(sending with { HttpStatus = result.Status, Error = result.Error }, result, cancellation);
    }

    private async Task<WebhookError?> RecordAsync(WebhookDelivery called, CallResult result, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (result.Error is null)
        {
            await log.ReplaceAsync(called with { Status = DeliveryStatus.Sent, SentAt = now }, cancellation);
            return null;
        }

        if (result.Error == WebhookError.Gone)
        {
            await DisableAsync(called, now, cancellation);
            await log.ReplaceAsync(called with { Status = DeliveryStatus.Failed }, cancellation);
            return null;
        }

        if (WebhookRetries.PauseAfter(called.Attempt, result.RetryAfter) is not { } pause)
        {
            await log.ReplaceAsync(called with { Status = DeliveryStatus.Failed }, cancellation);
            return result.Error;
        }

        var waiting = await log.ReplaceAsync(called with { Status = DeliveryStatus.Waiting, NextAttemptAt = now + pause }, cancellation);
        await queue.PlanAsync(waiting, now + pause, cancellation);
        return null;
    }

    /// <summary>The partner wants no more: nothing is sent until somebody switches the endpoint on again.</summary>
    private async Task DisableAsync(WebhookDelivery called, DateTimeOffset at, CancellationToken cancellation)
    {
        while (await table.FindAsync(called.Organisation, called.Endpoint, cancellation) is { Disabled: null } endpoint
            && !await table.ReplaceAsync(endpoint with { Disabled = new Disabling(DisablingReason.Gone, at), Version = endpoint.Version + 1 }, cancellation))
        {
            // Changed by somebody else in between: look again.
        }

        endpoints.Forget();
    }
}
