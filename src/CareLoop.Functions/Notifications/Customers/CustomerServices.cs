using CareLoop.Functions.Notifications.OnCall;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>The ways to customers, one line each, and to whoever is on call.</summary>
public static class CustomerServices
{
    public static IServiceCollection AddCustomerWays(this IServiceCollection services)
    {
        services.AddSingleton<DeliveryTable>().AddSingleton<ConsentTable>().AddSingleton<CustomerReaches>().AddSingleton<CustomerCourier>();
        services.AddSingleton<DeliveryDesk>().AddSingleton<OnCallPager>();
        services.AddSingleton<ICustomerWay, WeChatServiceWay>().AddSingleton<ICustomerWay, WeChatSubscriptionWay>();
        services.AddSingleton<ICustomerWay, SmsWay>().AddSingleton<ICustomerWay, MailWay>().AddSingleton<ICustomerWay, PhoneTaskWay>();
        services.AddSingleton<SmsGateway>().AddSingleton<MailSettings>();
        services.AddHttpClient(nameof(SmsGateway), client => client.Timeout = SmsGateway.Patience)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .RemoveAllLoggers();
        return services;
    }
}
