using CareLoop.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Conversations;

/// <summary>What conversations are made of.</summary>
public static class ConversationServices
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.AddSingleton(provider => new InboundQueue(provider.GetRequiredService<ServiceBusClient>().CreateSender(InboundQueue.Name)));
        services.AddSingleton<InboundTable>().AddSingleton<ConversationTable>().AddSingleton<MissingMediaTable>();
        services.AddSingleton<PushContent>().AddSingleton<CustomersCases>().AddSingleton<StaffOrders>().AddSingleton<MediaDesk>();
        services.AddSingleton<StoryIntake>().AddSingleton<CaseMail>().AddSingleton<ConversationEffects>().AddSingleton<ConversationKeeper>();
        return services;
    }
}
