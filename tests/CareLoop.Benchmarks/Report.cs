using System.Text.Json;

namespace CareLoop.Benchmarks;

/// <summary>One JSON object a line, each with the facts of the machine.</summary>
internal static class Report
{
    public static void Write(string benchmark, string scenario, Dictionary<string, object> figures)
    {
        var line = new Dictionary<string, object> { ["benchmark"] = benchmark, ["scenario"] = scenario };
        foreach (var (name, value) in figures)
        {
            line[name] = value is double number ? Math.Round(number, 3) : value;
        }

        line["machine"] = Machine.Facts;
        Console.WriteLine(JsonSerializer.Serialize(line));
    }

    /// <param name="milliseconds">In any order.</param>
    public static Dictionary<string, object> Latencies(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        double At(double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
        return new() { ["latencyP50Ms"] = At(0.50), ["latencyP99Ms"] = At(0.99), ["latencyP999Ms"] = At(0.999), ["latencyMaxMs"] = sorted[^1] };
    }
}
