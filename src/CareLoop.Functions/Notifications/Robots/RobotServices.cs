using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>The platforms whose group robots we speak through, one line each, and who does it.</summary>
public static class RobotServices
{
    public static IServiceCollection AddRobots(this IServiceCollection services)
    {
        services.AddSingleton<IRobotPlatform, WeComRobot>().AddSingleton<IRobotPlatform, DingTalkRobot>().AddSingleton<IRobotPlatform, FeishuRobot>();
        services.AddSingleton(provider => new RobotQueue(provider.GetRequiredService<ServiceBusClient>().CreateSender(RobotQueue.Name)));
        services.AddSingleton<RobotSettings>().AddSingleton<RobotTable>().AddSingleton<RobotCaller>().AddSingleton<RobotFiling>();
        return services;
    }
}
