using CareLoop.Functions.Backup;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Operations;

/// <summary>Makes an empty storage account ready: tables, containers, directory. Running it again changes nothing.</summary>
public sealed class StorageSetup(
    Tables tables, BlobContainerClient evidence, ExportStore exports, StaffDirectory directory, DirectorySettings settings)
{
    public async Task RunAsync(CancellationToken cancellation = default)
    {
        await Task.WhenAll(tables.All.Select(table => table.CreateIfNotExistsAsync(cancellation)));
        await evidence.CreateIfNotExistsAsync(cancellationToken: cancellation);
        await exports.Container.CreateIfNotExistsAsync(cancellationToken: cancellation);
        if (settings.SeedFile is { } file)
        {
            await directory.SeedAsync(DirectoryYaml.Read(file), cancellation);
        }
    }
}
