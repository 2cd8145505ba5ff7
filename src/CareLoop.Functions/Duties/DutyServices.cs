using CareLoop.Functions.Directory;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Duties;

/// <summary>What duties are made of.</summary>
internal static class DutyServices
{
    public static IServiceCollection AddDuties(this IServiceCollection services) => services.AddSingleton<ShiftSwapDesk>().AddSingleton<DutyTable>().AddSingleton<DutyDesk>().AddSingleton<DutyLooks>();
}
