using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CareLoop.Embedded.Hosting;
using CareLoop.Embedded.Time;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Tests.Hosting;

public sealed class ClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(8));

    public sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Open { get; } = new();
    }

    public sealed class Waiting(Gate gate)
    {
        [Function("Wait")]
        public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            gate.Entered.SetResult();
            await gate.Open.Task;
            return Results.Ok();
        }
    }

    [Fact]
    public async Task The_virtual_clock_goes_on_after_a_restart_and_never_back()
    {
        await using var app = await TestApp.StartAsync([], options => options.VirtualClockStart = Start);
        await app.AdvanceToAsync(Start.AddDays(20));

        await app.RestartAsync([], options => options.VirtualClockStart = Start);
        Assert.Equal(Start.AddDays(20), app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        Assert.Equal(Start.AddDays(20), await app.AdvanceToAsync(Start.AddDays(2)));
    }

    [Fact]
    public async Task A_folder_that_lived_into_the_future_does_not_run_on_an_earlier_clock()
    {
        await using var app = await TestApp.StartAsync([], options => options.VirtualClockStart = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await app.StopAsync();

        var error = Assert.Throws<EmbeddedHostException>(() => app.Build([]));
        Assert.Contains("lived until 2999-01-01", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_stands_still_while_a_request_is_open()
    {
        var gate = new Gate();
        await using var app = await TestApp.StartAsync(
            [typeof(Waiting)],
            options => options.VirtualClockStart = Start,
            builder => builder.ConfigureFunctionsWebApplication().Services.AddSingleton(gate));
        var request = app.Http.GetAsync("/api/wait");
        await gate.Entered.Task.WaitAsync(TimeSpan.FromMinutes(2));

        var clock = (VirtualClock)app.Services.GetRequiredService<TimeProvider>();
        var advance = clock.AdvanceToAsync(Start.AddHours(1));
        var overHttp = app.AdvanceToAsync(Start.AddHours(2));
        Assert.False(advance.IsCompleted);
        Assert.Equal(Start, clock.GetUtcNow());
        Assert.Equal(1, app.Services.GetRequiredService<WorkTracker>().Count);
        gate.Open.SetResult();

        await advance;
        Assert.Equal(Start.AddHours(2), await overHttp);
        Assert.Equal(HttpStatusCode.OK, (await request).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/admin/clock")]
    [InlineData("POST", "/admin/clock")]
    [InlineData("GET", "/admin/host/status")]
    [InlineData("GET", "/admin/durable/quarantine")]
    [InlineData("POST", "/admin/durable/quarantine/o-1/release")]
    public async Task Admin_pages_want_the_master_key_in_the_header(string method, string path)
    {
        await using var app = await TestApp.StartAsync([], options => options.VirtualClockStart = Start);
        using var without = await app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        using var inAddress = await app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"{path}?code={app.Keys.MasterKey}"));
        using var withDefault = await app.Http.SendAsync(Request(method, path, app.Keys.DefaultKey));

        Assert.All([without, inAddress, withDefault], response => Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode));
        Assert.Equal(Start, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    [Fact]
    public async Task Status_lists_the_functions_and_a_clock_request_without_target_is_refused()
    {
        await using var app = await TestApp.StartAsync([typeof(HttpFunctions)], options => options.VirtualClockStart = Start);
        using var status = await app.Http.SendAsync(Request("GET", "/admin/host/status", app.Keys.MasterKey));
        var json = await status.Content.ReadFromJsonAsync<JsonElement>();
        using var noTarget = await app.Http.SendAsync(Request("POST", "/admin/clock", app.Keys.MasterKey));

        Assert.Equal("Running", json.GetProperty("state").GetString());
        Assert.Contains(json.GetProperty("functions").EnumerateArray(), function => function.GetProperty("name").GetString() == "Echo");
        Assert.Equal(HttpStatusCode.BadRequest, noTarget.StatusCode);
    }

    [Fact]
    public async Task A_slash_at_the_end_of_the_clocks_address_does_not_make_it_wait_for_itself()
    {
        await using var app = await TestApp.StartAsync([], options => options.VirtualClockStart = Start);
        using var request = Request("POST", "/admin/clock/", app.Keys.MasterKey);
        request.Content = JsonContent.Create(new { advanceTo = Start.AddHours(1) });
        using var response = await app.Http.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_host_stops_although_the_clock_is_still_under_way()
    {
        await using var app = await TestApp.StartAsync([], options =>
        {
            options.VirtualClockStart = Start;
            options.ShutdownTimeout = TimeSpan.FromMilliseconds(200);
            options.Settings["Logging__LogLevel__Microsoft.AspNetCore.Routing"] = "Information";
        });
        using var endless = app.Services.GetRequiredService<WorkTracker>().Begin();
        using var http = new HttpClient { BaseAddress = app.Http.BaseAddress };
        using var request = Request("POST", "/admin/clock", app.Keys.MasterKey);
        request.Content = JsonContent.Create(new { advanceTo = Start.AddHours(1) });
        var advance = http.SendAsync(request);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!app.Logs.Entries.Any(entry => entry.Contains("Executing endpoint 'HTTP: POST /admin/clock", StringComparison.Ordinal)))
        {
            await Task.Delay(10, limit.Token);
        }

        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await advance).StatusCode);
    }

    [Fact]
    public async Task The_system_clock_cannot_be_moved()
    {
        await using var app = await TestApp.StartAsync([]);
        using var response = await app.Http.SendAsync(Request("GET", "/admin/clock", app.Keys.MasterKey));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static HttpRequestMessage Request(string method, string path, string key)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add(FunctionKeys.HeaderName, key);
        return request;
    }
}
