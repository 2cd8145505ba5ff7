using System.Diagnostics;
using System.Net.Http.Json;
using CareLoop.Embedded.Hosting;
using CareLoop.Functions.Development;

namespace CareLoop.Journeys;

/// <summary>The application as a process of its own on the virtual clock, which a test kills and starts again. The storage is the test's.</summary>
/// <param name="settings">Settings of the application besides the defaults, as environment variables.</param>
internal sealed class KilledHost(string dataFolder, string storage, Uri address, IReadOnlyDictionary<string, string?>? settings = null) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly HttpClient probe = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    private readonly string masterKey = MasterKeyOf(dataFolder);
    private Process? process;

    public Uri Address => address;

    public int Kills { get; private set; }

    /// <summary>What the processes wrote to standard error.</summary>
    public StringWriter Errors { get; } = new();

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "CareLoop.Functions.dll"), "serve", "--data", dataFolder, "--storage", storage,
                "--url", address.ToString(), "--virtual-clock", JourneyJ01.Start.ToString("O"),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (Errors)
            {
                Errors.WriteLine(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var limit = new CancellationTokenSource(StartLimit);
        while (!await AnswersAsync(limit.Token))
        {
            Assert.False(process.HasExited, $"The host ended while starting: {Errors}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    /// <summary>SIGKILL: no handler runs, no buffer is written.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        Kills++;
    }

    /// <summary>Moves the virtual clock; answers when the system is quiet there.</summary>
    public async Task AdvanceToAsync(HttpClient http, DateTimeOffset target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/clock") { Content = JsonContent.Create(new { advanceTo = target }) };
        request.Headers.Add(FunctionKeys.HeaderName, masterKey);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        probe.Dispose();
        await Errors.DisposeAsync();
    }

    /// <summary>Made before the first start, so that host and test know the same one.</summary>
    private static string MasterKeyOf(string dataFolder)
    {
        System.IO.Directory.CreateDirectory(dataFolder);
        return new FunctionKeys(EmbeddedSecrets.Open(Path.Combine(dataFolder, "secrets.json"))).MasterKey;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using var response = await probe.GetAsync("/api/openapi.json", cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
