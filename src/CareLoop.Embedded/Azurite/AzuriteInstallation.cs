using System.Security.Cryptography;

namespace CareLoop.Embedded.Azurite;

/// <summary>Azurite's program files, installed from the pinned lock file on first use.</summary>
internal static class AzuriteInstallation
{
    private const string Manifest = "package.json";
    private const string LockFile = "package-lock.json";

    /// <summary>Makes sure that Azurite is installed, once at a time on this machine, and returns its start script.</summary>
    /// <exception cref="AzuriteException">Node or npm is missing, or npm failed.</exception>
    public static async Task<string> EnsureAsync(AzuriteOptions options, NodeTools tools, CancellationToken cancellation)
    {
        var manifests = Path.GetFullPath(options.ManifestFolder ?? FindManifests(AppContext.BaseDirectory));
        var folder = Path.GetFullPath(options.InstallFolder ?? manifests);
        var script = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");
        var wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(manifests, LockFile), cancellation)));
        if (IsInstalled(folder, script, wanted))
        {
            return script;
        }

        Directory.CreateDirectory(folder);
        using var installing = await FileLock.TakeAsync(Path.Combine(folder, ".install.lock"), cancellation);
        if (!IsInstalled(folder, script, wanted))
        {
            options.Progress?.Invoke($"Installing Azurite, the storage emulator, into {folder} (once, about 190 MB).");
            Copy(manifests, folder);
            await tools.InstallAsync(folder, cancellation);
            await File.WriteAllTextAsync(Stamp(folder), wanted, cancellation);
        }

        return script;
    }

    /// <summary>Walks up to the repository that the program was built in.</summary>
    internal static string FindManifests(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
            {
                return Path.Combine(folder.FullName, "infra", "azurite");
            }
        }

        throw new AzuriteException(
            $"No repository (Functions.sln) is around {start}, so the pinned version of Azurite is unknown. "
            + "Start Azurite yourself, or use a real storage account.");
    }

    /// <summary>Written last, so that an install that was interrupted is done again; npm removes it with the old files.</summary>
    private static string Stamp(string folder) => Path.Combine(folder, "node_modules", ".installed-lock-sha256");

    private static bool IsInstalled(string folder, string script, string wanted) =>
        File.Exists(script) && File.Exists(Stamp(folder)) && File.ReadAllText(Stamp(folder)) == wanted;

    private static void Copy(string manifests, string folder)
    {
        if (folder != manifests)
        {
            File.Copy(Path.Combine(manifests, Manifest), Path.Combine(folder, Manifest), overwrite: true);
            File.Copy(Path.Combine(manifests, LockFile), Path.Combine(folder, LockFile), overwrite: true);
        }
    }
}
