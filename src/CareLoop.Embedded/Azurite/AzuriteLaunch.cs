namespace CareLoop.Embedded.Azurite;

/// <summary>One attempt to have an Azurite for a data folder; several processes may make one at the same time.</summary>
internal sealed class AzuriteLaunch(AzuriteOptions options)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public static string StartLock(string dataFolder) => Path.Combine(dataFolder, "azurite.start.lock");

    public async Task<AzuriteServer> RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.DataFolder);
        using var starting = await FileLock.TakeAsync(StartLock(options.DataFolder), cancellation);
        var ownership = FileLock.TryTake(Path.Combine(options.DataFolder, "azurite.owner.lock"));
        try
        {
            return await FindSurvivorAsync(ownership, cancellation)
                ?? await FindListeningAsync(ownership, cancellation)
                ?? await StartAsync(
                    ownership ?? throw new AzuriteException(
                        $"Another process runs an Azurite on {options.DataFolder} that doesn't answer on the wanted ports. Stop that process first."),
                    cancellation);
        }
        catch
        {
            ownership?.Dispose();
            throw;
        }
    }

    /// <summary>The pid file's process: ours if its owner is dead, shared if the owner lives.</summary>
    private async Task<AzuriteServer?> FindSurvivorAsync(FileLock? ownership, CancellationToken cancellation)
    {
        if (AzuritePidFile.Read(options.DataFolder) is not { } file || AzuriteProcess.Find(file.ProcessId) is not { } process)
        {
            return null;
        }

        var usable = options.Ports is null || options.Ports == file.Ports;
        if (usable && await AzuriteProbe.AskAsync(file.Ports, cancellation) == Listening.Azurite)
        {
            options.Progress?.Invoke($"Using the Azurite of process {file.ProcessId} on ports {Describe(file.Ports)}.");
            return ownership is null
                ? new AzuriteServer(options.DataFolder, file.Ports, null, null)
                : new AzuriteServer(options.DataFolder, file.Ports, process, ownership);
        }

        if (ownership is not null)
        {
            // It hangs or serves other ports; two on one data folder would overwrite each other's files.
            await process.StopAsync();
        }

        return null;
    }

    private async Task<AzuriteServer?> FindListeningAsync(FileLock? ownership, CancellationToken cancellation)
    {
        if (options.Ports is not { } ports)
        {
            return null;
        }

        switch (await AzuriteProbe.AskAsync(ports, cancellation))
        {
            case Listening.Azurite:
                options.Progress?.Invoke($"Using the Azurite that listens on ports {Describe(ports)}; it will not be stopped.");
                ownership?.Dispose();
                return new AzuriteServer(options.DataFolder, ports, null, null);
            case Listening.Other:
                throw new AzuriteException(
                    $"Azurite needs the ports {Describe(ports)}, and another program listens on at least one of them. Stop it or choose other ports.");
            default:
                return null;
        }
    }

    private async Task<AzuriteServer> StartAsync(FileLock ownership, CancellationToken cancellation)
    {
        var tools = new NodeTools(options.SearchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "");
        var node = tools.Node;
        var script = await AzuriteInstallation.EnsureAsync(options, tools, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var ports = options.Ports ?? AzuritePorts.FindFree();
            File.Delete(AzuriteProcess.LogFile(options.DataFolder));
            var process = AzuriteProcess.Start(node, script, ports, options);
            new AzuritePidFile(process.Id, ports).Write(options.DataFolder);
            if (await AnswersAsync(process, ports, cancellation))
            {
                return new AzuriteServer(options.DataFolder, ports, process, ownership);
            }

            var ended = !process.IsAlive;
            await process.StopAsync();
            AzuritePidFile.Delete(options.DataFolder);
            cancellation.ThrowIfCancellationRequested();
            if (await FindListeningAsync(ownership, cancellation) is { } faster)
            {
                return faster;
            }

            // One that ended has probably met another program on a port; one that only took too long would do so again.
            if (!ended || attempt == Attempts)
            {
                throw new AzuriteException($"Azurite doesn't start; its last words are in {AzuriteProcess.LogFile(options.DataFolder)}.");
            }
        }
    }

    /// <summary>False when it ended, took too long, or nobody waits any more.</summary>
    private async Task<bool> AnswersAsync(AzuriteProcess process, AzuritePorts ports, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.StartTimeout);
        try
        {
            while (process.IsAlive)
            {
                // Its own word comes first: who answers may be another Azurite that was faster to take the ports.
                if (HasAnnounced() && await AzuriteProbe.AskAsync(ports, limit.Token) == Listening.Azurite)
                {
                    return true;
                }

                await Task.Delay(Poll, limit.Token);
            }

            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool HasAnnounced()
    {
        using var log = new StreamReader(
            new FileStream(AzuriteProcess.LogFile(options.DataFolder), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return log.ReadToEnd().Contains("Table service is successfully listening", StringComparison.Ordinal);
    }

    private static string Describe(AzuritePorts ports) => $"{ports.Blob}, {ports.Queue} and {ports.Table}";
}
