using Azure.Core.Pipeline;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Notifications.Webhooks;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Notifications.Webhooks;

/// <summary>A host that dies at every single request to storage while it delivers, one life after the other.</summary>
public sealed class WebhookCrashTests(WebhookApp fixture) : IClassFixture<WebhookApp>
{
    private const int MostLives = 30;

    private AppFixture App => fixture.App;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_partner_has_the_event_whenever_the_host_dies_and_the_log_admits_what_nobody_knows(bool afterSending)
    {
        await using var partner = await Partner.StartAsync(fixture, "CaseReceived");
        List<int> unclear = [];
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < MostLives, "The delivery never came to an end.");
            var (delivery, order) = await FileAsync($"sent-{afterSending}-{life}", partner.Id);
            lived = await LivesThroughAsync(life, afterSending, order);

            // The broker hands the message out again, and once more for good measure.
            var delivering = App.Host.Services.GetRequiredService<WebhookDelivering>();
            Assert.Null(await delivering.AttemptAsync(order, default));
            Assert.Null(await delivering.AttemptAsync(order, default));
            await partner.SettleAsync();

            var after = (await Log.FindAsync("demo", partner.Id, delivery.Id, default))!;
            var calls = partner.Server.Calls.Where(call => call.Id == delivery.EventId).ToList();
            Assert.Equal(DeliveryStatus.Sent, after.Status);
            Assert.InRange(calls.Count, 1, 2);
            Assert.Equal(after.Calls, 1 + after.Unclear);

            // Told twice only where the log says that it was sent again; sent again for nothing only where the call itself had not been made.
            Assert.InRange(calls.Count, 1, after.Calls);
            unclear.Add(after.Unclear);
        }

        // When the record that was lost on the way back had been written, it is found; when it had not, the call is made twice.
        Assert.Contains(1, unclear);
        Assert.Equal(afterSending ? 1 : 2, partner.Server.Calls.CountBy(call => call.Id).Max(calls => calls.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_attempt_comes_at_its_instant_and_once_whenever_the_host_dies(bool afterSending)
    {
        await using var partner = await Partner.StartAsync(fixture, "CaseReceived");
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < MostLives, "The delivery never came to an end.");
            var (delivery, order) = await FileAsync($"retry-{afterSending}-{life}", partner.Id);
            partner.Server.Usually = 500;
            lived = await LivesThroughAsync(life, afterSending, order);
            var delivering = App.Host.Services.GetRequiredService<WebhookDelivering>();
            Assert.Null(await delivering.AttemptAsync(order, default));
            Assert.Null(await delivering.AttemptAsync(order, default));
            var failed = partner.Server.Calls.Count(call => call.Id == delivery.EventId);
            Assert.InRange(failed, 1, 2);

            partner.Server.Usually = 200;
            var now = App.Clock.GetUtcNow();
            await App.Clock.AdvanceToAsync(now.AddSeconds(10));
            var last = partner.Server.Calls.Where(call => call.Id == delivery.EventId).Skip(failed).ToList();
            Assert.Equal(now.AddSeconds(5), Assert.Single(last).At, TimeSpan.FromMilliseconds(10));
            var after = (await Log.FindAsync("demo", partner.Id, delivery.Id, default))!;
            Assert.Equal((DeliveryStatus.Sent, 2), (after.Status, after.Attempt));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_given_up_is_reported_to_the_dead_letters_whenever_the_host_dies(bool afterSending)
    {
        await using var partner = await Partner.StartAsync(fixture, "CaseReceived");
        partner.Server.Usually = 500;
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < MostLives, "The delivery never came to an end.");
            var (delivery, order) = await FileAsync($"given-up-{afterSending}-{life}", partner.Id, attempt: 9);
            lived = await LivesThroughAsync(life, afterSending, order with { Number = 10 });
            var delivering = App.Host.Services.GetRequiredService<WebhookDelivering>();
            Assert.Equal(WebhookError.Status, await delivering.AttemptAsync(order with { Number = 10 }, default));
            Assert.Equal(WebhookError.Status, await delivering.AttemptAsync(order with { Number = 10 }, default));
            Assert.Equal(DeliveryStatus.Failed, (await Log.FindAsync("demo", partner.Id, delivery.Id, default))!.Status);
        }
    }

    private WebhookLog Log => App.Host.Services.GetRequiredService<WebhookLog>();

    private async Task<(WebhookDelivery Delivery, DeliveryOrder.Attempt Order)> FileAsync(string number, string endpoint, int attempt = 0)
    {
        var delivery = WebhookTests.Given(number, endpoint, DeliveryStatus.Waiting) with { Attempt = attempt };
        Assert.True(await Log.AddAsync(delivery, default));
        return (delivery, new DeliveryOrder.Attempt("demo", endpoint, delivery.Id, Round: 0, Number: 1));
    }

    private async Task<bool> LivesThroughAsync(int requests, bool afterSending, DeliveryOrder.Attempt order)
    {
        using DyingHandler connection = new(requests, afterSending);
        using HttpClient http = new(connection);
        var options = new TableClientOptions { Transport = new HttpClientTransport(http), Retry = { MaxRetries = 0 } };
        var (services, tables) = (App.Host.Services, new Tables(new TableServiceClient(App.Storage, options)));
        WebhookDelivering mortal = new(
            new WebhookTable(tables),
            services.GetRequiredService<WebhookEndpoints>(),
            new WebhookLog(tables),
            services.GetRequiredService<DeliveryQueue>(),
            services.GetRequiredService<WebhookCaller>(),
            services.GetRequiredService<WrappingKeys>(),
            App.Clock);
        try
        {
            await mortal.AttemptAsync(order, default);
            return !connection.IsOver;
        }
        catch (Exception) when (connection.IsOver)
        {
            return false;
        }
    }
}
