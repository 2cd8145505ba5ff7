using System.Net.Http.Json;
using System.Text.Json;
using CareLoop.Embedded.Hosting;
using CareLoop.Embedded.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.Tests.Hosting;

/// <summary>A function app of a few classes, started for real on a free port; its folder survives until the test is over.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("careloop-host-").FullName;
    private IHost? host;

    public LogRecorder Logs { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => host!.Services;

    public FunctionKeys Keys => Services.GetRequiredService<FunctionKeys>();

    public string DataFolder => Path.Combine(folder, "data");

    public static async Task<TestApp> StartAsync(
        Type[] functions, Action<EmbeddedHostOptions>? options = null, Action<FunctionsApplicationBuilder>? configure = null)
    {
        var app = new TestApp();
        await app.RestartAsync(functions, options, configure);
        return app;
    }

    /// <summary>Stops what runs and starts again on the same data folder.</summary>
    public async Task RestartAsync(
        Type[] functions, Action<EmbeddedHostOptions>? options = null, Action<FunctionsApplicationBuilder>? configure = null)
    {
        await StopAsync();
        host = Build(functions, options, configure);
        await host.StartAsync();
        Http = new HttpClient { BaseAddress = host.Address() };
    }

    public IHost Build(
        Type[] functions, Action<EmbeddedHostOptions>? options = null, Action<FunctionsApplicationBuilder>? configure = null)
    {
        var settings = new EmbeddedHostOptions
        {
            ContentRoot = folder,
            DataFolder = DataFolder,
            FunctionTypes = functions,
            UseEnvironmentVariables = false,
            EnvironmentName = "Production",
        };
        settings.Urls.Add("http://127.0.0.1:0");
        options?.Invoke(settings);
        var builder = FunctionsApplication.CreateBuilder([], settings);
        builder.Logging.ClearProviders().AddProvider(Logs);
        if (configure is null)
        {
            builder.ConfigureFunctionsWebApplication();
        }
        else
        {
            configure(builder);
        }

        return builder.Build();
    }

    public void WriteFile(string name, string content) => File.WriteAllText(Path.Combine(folder, name), content);

    public async Task<DateTimeOffset> AdvanceToAsync(DateTimeOffset target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/clock") { Content = JsonContent.Create(new { advanceTo = target }) };
        request.Headers.Add(FunctionKeys.HeaderName, Keys.MasterKey);
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("now").GetDateTimeOffset();
    }

    public async Task StopAsync()
    {
        if (host is not null)
        {
            Http.Dispose();
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
            host = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }
}
