using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Backup;

internal static class BackupServices
{
    /// <summary>Export, restore and key rotation, for the application and for the operator's command line alike.</summary>
    public static IServiceCollection AddBackup(this IServiceCollection services) =>
        services.AddSingleton<WrappingKeys>().AddSingleton<KeyRewrapping>().AddSingleton<ExportStore>().AddSingleton<ExportReader>();
}
