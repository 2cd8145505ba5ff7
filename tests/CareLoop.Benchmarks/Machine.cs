using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CareLoop.Benchmarks;

/// <summary>What the figures depend on.</summary>
internal static class Machine
{
    public static Dictionary<string, object> Facts { get; } = new()
    {
        ["os"] = RuntimeInformation.OSDescription,
        ["cores"] = Environment.ProcessorCount,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["fsyncsPerSecond"] = Math.Round(MeasureFsyncs()),
    };

    /// <summary>Appends of one page, each forced to the disk: the bound of anything that is durable one by one.</summary>
    private static double MeasureFsyncs()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var page = new byte[4_096];
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        var watch = Stopwatch.StartNew();
        var count = 0;
        while (watch.Elapsed < TimeSpan.FromSeconds(1))
        {
            file.Write(page);
            file.Flush(flushToDisk: true);
            count++;
        }

        return count / watch.Elapsed.TotalSeconds;
    }
}
