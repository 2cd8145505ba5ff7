using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CareLoop.Embedded.Azurite;
using CareLoop.Embedded.Storage.Tables;

namespace CareLoop.Embedded.Tests.Azurite;

public sealed class AzuriteServerTests : IDisposable
{
    /// <summary>Generous: a busy machine starts a process slowly.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("careloop-azurite-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Data_survive_a_graceful_stop_and_start()
    {
        await using (var first = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder }))
        {
            Assert.True(first.IsOurs);
            await TableOf(first).CreateIfNotExistsAsync();
            await TableOf(first).AddEntityAsync(new TableEntity("p", "kept"));
        }

        Assert.Empty(Directory.GetFiles(folder, "*.pid.json"));
        await using var second = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder });

        Assert.True((await TableOf(second).GetEntityIfExistsAsync<TableEntity>("p", "kept")).HasValue);
    }

    [Fact]
    public async Task Two_starts_on_one_folder_at_the_same_time_give_one_server()
    {
        var options = new AzuriteOptions { DataFolder = folder };
        var servers = await Task.WhenAll(AzuriteServer.StartAsync(options), AzuriteServer.StartAsync(options));
        await using var one = servers[0];
        await using var other = servers[1];

        Assert.Equal(one.Ports, other.Ports);
        Assert.Single(servers, server => server.IsOurs);

        var guest = servers.Single(server => !server.IsOurs);
        await guest.DisposeAsync();
        await TableOf(one).CreateIfNotExistsAsync();
    }

    [Fact]
    public async Task Two_starts_on_two_folders_at_the_same_time_give_two_servers()
    {
        var servers = await Task.WhenAll(
            AzuriteServer.StartAsync(AzuriteOptions.ForTests() with { DataFolder = Path.Combine(folder, "a") }),
            AzuriteServer.StartAsync(AzuriteOptions.ForTests() with { DataFolder = Path.Combine(folder, "b") }));
        await using var one = servers[0];
        await using var other = servers[1];

        Assert.NotEqual(one.Ports, other.Ports);
        Assert.All(servers, server => Assert.True(server.IsOurs));
    }

    [Fact]
    public async Task A_server_survives_its_killed_parent_and_is_adopted()
    {
        using var parent = StartParent("azurite", folder);
        var announced = await parent.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        var processId = int.Parse(announced!);
        parent.Kill();
        await parent.WaitForExitAsync().WaitAsync(Limit);

        var adopted = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder });
        Assert.Equal((processId, true), (adopted.ProcessId, adopted.IsOurs));
        await TableOf(adopted).CreateIfNotExistsAsync();
        await adopted.DisposeAsync();

        Assert.Null(AzuriteProcess.Find(processId));
        Assert.Equal(Listening.No, await AzuriteProbe.AskAsync(adopted.Ports, CancellationToken.None));
    }

    [Fact]
    public async Task A_server_in_memory_ends_with_its_killed_parent()
    {
        using var parent = StartParent("azurite-memory", folder);
        var announced = await parent.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        parent.Kill();

        await Eventually(() => AzuriteProcess.Find(int.Parse(announced!)) is null);
    }

    [Fact]
    public async Task Ctrl_C_reaches_the_host_but_not_its_server()
    {
        await using var server = await AzuriteServer.StartAsync(AzuriteOptions.ForTests() with { DataFolder = folder });

        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Field 6 of stat is the session; a terminal's signals go to process groups of its own session only.
        Assert.Equal(server.ProcessId!.Value, SessionOf(server.ProcessId.Value));
        Assert.NotEqual(SessionOf(Environment.ProcessId), SessionOf(server.ProcessId.Value));
    }

    [Fact]
    public async Task A_server_that_listens_already_is_used_and_not_stopped()
    {
        await using var first = await AzuriteServer.StartAsync(AzuriteOptions.ForTests() with { DataFolder = Path.Combine(folder, "a") });
        var second = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = Path.Combine(folder, "b"), Ports = first.Ports });
        await second.DisposeAsync();

        Assert.False(second.IsOurs);
        Assert.Equal(Listening.Azurite, await AzuriteProbe.AskAsync(first.Ports, CancellationToken.None));
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        _ = other.AcceptTcpClientAsync().ContinueWith(client => client.Result.Dispose(), TaskScheduler.Default);

        var refused = await Assert.ThrowsAsync<AzuriteException>(() => AzuriteServer.StartAsync(
            new AzuriteOptions { DataFolder = folder, Ports = AzuritePorts.FindFree() with { Queue = taken } }));

        Assert.Contains($"{taken}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_node_or_npm_is_named_with_the_remedy()
    {
        var empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        var options = new AzuriteOptions { DataFolder = folder, InstallFolder = Path.Combine(folder, "install"), SearchPath = empty };

        var node = await Assert.ThrowsAsync<AzuriteException>(() => AzuriteServer.StartAsync(options));
        File.CreateSymbolicLink(Path.Combine(empty, "node"), NodeOnPath());
        var npm = await Assert.ThrowsAsync<AzuriteException>(() => AzuriteServer.StartAsync(options));

        Assert.Contains("no 'node' is on the PATH. Install Node.js 20", node.Message, StringComparison.Ordinal);
        Assert.Contains("no 'npm' is on the PATH. Install Node.js 20", npm.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_outside_of_the_repository_has_no_pinned_version() =>
        Assert.Contains(
            "Functions.sln",
            (await Assert.ThrowsAsync<AzuriteException>(() => Task.FromResult(AzuriteInstallation.FindManifests(folder)))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_lock_file_pins_azurite_and_names_no_registry()
    {
        var manifests = AzuriteInstallation.FindManifests(AppContext.BaseDirectory);
        var lockFile = File.ReadAllText(Path.Combine(manifests, "package-lock.json"));

        Assert.Contains("\"azurite\": \"3.35.0\"", lockFile, StringComparison.Ordinal);
        Assert.DoesNotContain("\"resolved\"", lockFile, StringComparison.Ordinal);
    }

    private static TableClient TableOf(AzuriteServer server) => new TableServiceClient(server.ConnectionString).GetTableClient("things");

    private static string NodeOnPath() =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(part => Path.Combine(part, "node")).First(File.Exists);

    private static int SessionOf(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3]);
    }

    private static Process StartParent(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(TestProgram).Assembly.Location, .. arguments]) { RedirectStandardOutput = true })!;

    private static async Task Eventually(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
