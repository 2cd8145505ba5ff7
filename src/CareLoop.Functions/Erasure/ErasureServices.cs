using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Erasure;

/// <summary>What keeping and erasing is made of.</summary>
internal static class ErasureServices
{
    public static IServiceCollection AddErasure(this IServiceCollection services) => services
        .AddSingleton<CaseErasure>().AddSingleton<CustomerErasure>().AddSingleton<CareErasure>().AddSingleton<RetentionWatch>();
}
