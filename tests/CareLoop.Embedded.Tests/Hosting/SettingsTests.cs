using System.Net;
using CareLoop.Embedded.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Tests.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public async Task Local_settings_become_configuration_with_sections_and_stronger_sources_win()
    {
        await using var app = new TestApp();
        app.WriteFile("local.settings.json", """
            { "IsEncrypted": false, "Values": { "Plain": "file", "Store__Uri": "file", "Store:Key": "file", "Default": "file", "Forced": "file" } }
            """);
        await app.RestartAsync([], options =>
        {
            options.DefaultSettings["Default"] = "default";
            options.DefaultSettings["Only__Default"] = "default";
            options.Settings["Forced"] = "start-up";
        });
        var configuration = app.Services.GetRequiredService<IConfiguration>();

        Assert.Equal("file", configuration["Plain"]);
        Assert.Equal("file", configuration["Store:Uri"]);
        Assert.Equal("file", configuration.GetSection("Store")["Key"]);
        Assert.Equal("file", configuration["Default"]);
        Assert.Equal("default", configuration["Only:Default"]);
        Assert.Equal("start-up", configuration["Forced"]);
    }

    [Fact]
    public async Task An_environment_variable_wins_over_local_settings()
    {
        const string Name = "CARELOOP_HOSTING_TEST";
        Environment.SetEnvironmentVariable($"{Name}__VALUE", "environment");
        try
        {
            await using var app = new TestApp();
            app.WriteFile("local.settings.json", $$"""{ "Values": { "{{Name}}__VALUE": "file" } }""");
            await app.RestartAsync([], options => options.UseEnvironmentVariables = true);
            Assert.Equal("environment", app.Services.GetRequiredService<IConfiguration>()[$"{Name}:Value"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable($"{Name}__VALUE", null);
        }
    }

    [Theory]
    [InlineData("v2", "/v2/Content")]
    [InlineData("", "/content")]
    public async Task The_route_prefix_is_that_of_host_json(string prefix, string path)
    {
        await using var app = new TestApp();
        app.WriteFile("host.json", $$"""{ "version": "2.0", "extensions": { "http": { "routePrefix": "{{prefix}}" } } }""");
        await app.RestartAsync([typeof(HttpFunctions)]);

        using var moved = await app.Http.GetAsync(path);
        using var usual = await app.Http.GetAsync("/api/content");
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.NotFound), (moved.StatusCode, usual.StatusCode));
    }

    [Fact]
    public async Task Secrets_survive_a_restart_differ_by_name_and_are_readable_by_their_owner_only()
    {
        await using var app = await TestApp.StartAsync([]);
        var secrets = app.Services.GetRequiredService<EmbeddedSecrets>();
        var (first, second, key) = (secrets.Get("first"), secrets.Get("second"), app.Keys.MasterKey);

        await app.RestartAsync([]);

        Assert.Equal(32, first.Length);
        Assert.NotEqual(first, second);
        Assert.Equal(first, app.Services.GetRequiredService<EmbeddedSecrets>().Get("first"));
        Assert.Equal(key, app.Keys.MasterKey);
        Assert.DoesNotContain(app.Logs.Entries, entry => entry.Contains(key, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(app.DataFolder, "secrets.json")));
        }
    }

    [Fact]
    public async Task A_data_folder_belongs_to_one_running_host()
    {
        await using var app = await TestApp.StartAsync([]);
        var error = Assert.Throws<EmbeddedHostException>(() => app.Build([]));
        Assert.Contains("in use by another running host", error.Message, StringComparison.Ordinal);

        await app.RestartAsync([]);
        Assert.NotNull(app.Keys.DefaultKey);
    }
}
