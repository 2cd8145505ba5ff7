using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CareLoop.Embedded.Azurite;

/// <summary>An Azurite by its process id: a child of ours, or one that survived an earlier parent.</summary>
internal sealed class AzuriteProcess
{
    private const int Terminate = 15;
    private const string RunLogged = "log=$1; shift; exec \"$@\" </dev/null >\"$log\" 2>&1";

    /// <summary>What is only in memory is of no use to a later run.</summary>
    private const string EndWithParent =
        "data:text/javascript,const parent=process.ppid;"
        + "setInterval(()=>{if(process.ppid!==parent)process.kill(process.pid,'SIGTERM')},500).unref()";

    private static readonly string[] Setsid = ["/usr/bin/setsid", "/bin/setsid"];
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SaveTime = TimeSpan.FromSeconds(10);

    /// <summary>Held for a child, because the runtime reaps it only then.</summary>
    private readonly Process? child;

    private AzuriteProcess(int id, Process? child)
    {
        Id = id;
        this.child = child;
    }

    public int Id { get; }

    public bool IsAlive => child is not null ? !child.HasExited : IsAzurite(Id);

    /// <summary>
    /// Starts it in a session of its own, so that Ctrl-C in a terminal doesn't reach it before the host has drained, and with
    /// its output in a file, because a pipe would break with us and take it along.
    /// </summary>
    public static AzuriteProcess Start(string node, string script, AzuritePorts ports, AzuriteOptions options)
    {
        var log = LogFile(options.DataFolder);
        string[] watch = options.InMemory ? ["--import", EndWithParent] : [];
        string[] command = [node, .. watch, script, .. Arguments(ports, options)];
        if (OperatingSystem.IsWindows())
        {
            return StartOnWindows(command, log);
        }

        string[] session = Setsid.FirstOrDefault(File.Exists) is { } setsid ? [setsid] : [];
        var child = Process.Start("/bin/sh", ["-c", RunLogged, "sh", log, .. session, .. command]);
        return new AzuriteProcess(child.Id, child);
    }

    public static string LogFile(string dataFolder) => Path.Combine(dataFolder, "azurite.log");

    /// <summary>Null when the process is gone, or its id belongs to another program by now.</summary>
    public static AzuriteProcess? Find(int id) => IsAzurite(id) ? new AzuriteProcess(id, null) : null;

    /// <summary>Asks it to save and end; after ten seconds it is killed.</summary>
    public async Task StopAsync()
    {
        // The id of a process that has ended may be another's by now.
        if (IsAlive && OperatingSystem.IsWindows())
        {
            Kill();
        }
        else if (IsAlive)
        {
            _ = NativeMethods.Kill(Id, Terminate);
        }

        if (!await EndedWithinAsync(SaveTime))
        {
            Kill();
            await EndedWithinAsync(SaveTime);
        }

        child?.Dispose();
    }

    /// <summary>There a parent's end doesn't break the child's output, but somebody must read it.</summary>
    private static AzuriteProcess StartOnWindows(string[] command, string log)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        File.WriteAllText(log, "");
        var child = Process.Start(start)!;
        var writing = new Lock();
        void Append(object sender, DataReceivedEventArgs line)
        {
            lock (writing)
            {
                File.AppendAllText(log, line.Data + Environment.NewLine);
            }
        }

        child.OutputDataReceived += Append;
        child.ErrorDataReceived += Append;
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        return new AzuriteProcess(child.Id, child);
    }

    private static string[] Arguments(AzuritePorts ports, AzuriteOptions options) =>
    [
        "--blobPort", $"{ports.Blob}", "--queuePort", $"{ports.Queue}", "--tablePort", $"{ports.Table}",

        // Longer than a client keeps an idle connection, so that no request meets a connection that is being closed.
        "--blobKeepAliveTimeout", "150", "--tableKeepAliveTimeout", "150",
        "--disableTelemetry", "--skipApiVersionCheck", "--disableProductStyleUrl",

        // Its access log would hold row keys.
        "--silent",
        .. options.InMemory ? ["--inMemoryPersistence"] : new[] { "--location", options.DataFolder },
    ];

    private async Task<bool> EndedWithinAsync(TimeSpan time)
    {
        using var limit = new CancellationTokenSource(time);
        while (IsAlive)
        {
            try
            {
                await Task.Delay(Poll, limit.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return true;
    }

    private void Kill()
    {
        try
        {
            using var process = Process.GetProcessById(Id);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended by itself between the question and the kill, which is what was wanted.
            return;
        }
    }

    /// <summary>A process that ended but has no parent to reap it still has an id; it has no command line any more.</summary>
    private static bool IsAzurite(int id)
    {
        var commandLine = $"/proc/{id}/cmdline";
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return File.Exists(commandLine) && File.ReadAllText(commandLine).Contains("azurite", StringComparison.Ordinal);
            }

            using var process = Process.GetProcessById(id);
            return process.ProcessName.Contains("node", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "kill")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int processId, int signal);
    }
}
