using CareLoop.Embedded.Azurite;

namespace CareLoop.Embedded.Tests;

/// <summary>What a test starts as a separate process in order to kill it. The test run itself doesn't come through here.</summary>
internal static class TestProgram
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["azurite", var folder]:
                return await OwnAzurite(new AzuriteOptions { DataFolder = folder });
            case ["azurite-memory", var folder]:
                return await OwnAzurite(new AzuriteOptions { DataFolder = folder, InMemory = true });
            default:
                await Console.Error.WriteLineAsync("Run the tests with dotnet test.");
                return 2;
        }
    }

    /// <summary>Starts a server, says its process id and waits to be killed.</summary>
    private static async Task<int> OwnAzurite(AzuriteOptions options)
    {
        var server = await AzuriteServer.StartAsync(options);
        Console.WriteLine(server.ProcessId);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
