using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Penalties;

/// <summary>What penalty proposals are made of.</summary>
internal static class PenaltyServices
{
    public static IServiceCollection AddPenalties(this IServiceCollection services) => services
        .AddSingleton<PenaltyTable>().AddSingleton<StaffFacts>().AddSingleton<PenaltyRounds>().AddSingleton<PenaltyAccess>();
}
