using System.Diagnostics;

namespace CareLoop.Embedded.Azurite;

/// <summary>Finds and runs node and npm.</summary>
/// <param name="searchPath">Directories in the form of PATH.</param>
internal sealed class NodeTools(string searchPath)
{
    /// <summary>The oldest Node.js that Azurite's dependencies support.</summary>
    private const int OldestMajor = 20;

    private const string Advice = "Install Node.js 20 or newer (https://nodejs.org, it contains npm) and start again.";

    public string Node => Find("node") ?? throw new AzuriteException($"Azurite, the storage emulator, needs Node.js, and no 'node' is on the PATH. {Advice}");

    private string Npm => Find("npm") ?? throw new AzuriteException($"Azurite, the storage emulator, is installed with npm, and no 'npm' is on the PATH. {Advice}");

    /// <summary>Installs what the lock file in <paramref name="folder"/> names. Packages run no scripts of theirs.</summary>
    public async Task InstallAsync(string folder, CancellationToken cancellation)
    {
        var version = (await RunAsync(Node, ["--version"], folder, cancellation)).Trim();
        if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < OldestMajor)
        {
            throw new AzuriteException($"Node.js {version} is too old for Azurite, the storage emulator. {Advice}");
        }

        await RunAsync(Npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, cancellation);
    }

    private async Task<string> RunAsync(string program, string[] arguments, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = searchPath },
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? await output
                : throw new AzuriteException(
                    $"'{Path.GetFileName(program)} {string.Join(' ', arguments)}' in {folder} failed with exit code {process.ExitCode}: {Tail(await errors)}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private string? Find(string name)
    {
        string[] suffixes = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => suffixes.Select(suffix => Path.Combine(folder, name + suffix)))
            .FirstOrDefault(File.Exists);
    }

    private static string Tail(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries).TakeLast(12)).Trim();
}
