using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>What partner webhooks are made of.</summary>
public static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton<HostLookup>(_ => (host, cancellation) => Dns.GetHostAddressesAsync(host, cancellation));
        services.AddSingleton(provider => new DeliveryQueue(provider.GetRequiredService<ServiceBusClient>().CreateSender(DeliveryQueue.Name)));
        services.AddSingleton<AddressGuard>().AddSingleton<WebhookCaller>().AddSingleton<WebhookTable>().AddSingleton<WebhookEndpoints>();
        services.AddSingleton<WebhookLog>().AddSingleton<WebhookDelivering>().AddSingleton<WebhookAdmin>();
        return services;
    }
}
