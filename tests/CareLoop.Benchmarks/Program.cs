using CareLoop.Benchmarks;

// Prints one JSON object a line and never judges: docs/ and closing notes compare the figures.
switch (args.FirstOrDefault())
{
    case "engine":
        await EngineBenchmark.RunAsync();
        return 0;
    case "intake":
        await IntakeBenchmark.RunAsync();
        return 0;
    case "case-cost":
        await CaseCostBenchmark.RunAsync();
        return 0;
    case "channels":
        await ChannelBenchmark.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project tests/CareLoop.Benchmarks -- engine|intake|case-cost|channels");
        return 2;
}
