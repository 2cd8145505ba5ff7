using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Tests.Hosting;

public sealed class HttpFunctionTests : IAsyncLifetime
{
    private TestApp app = null!;

    public async Task InitializeAsync() => app = await TestApp.StartAsync([typeof(HttpFunctions)], configure: builder =>
    {
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddScoped<HttpFunctions.Visits>();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = 1_000);
    });

    public Task DisposeAsync() => app.DisposeAsync().AsTask();

    [Fact]
    public async Task Route_values_body_and_context_reach_the_function_by_name_and_type()
    {
        var id = Guid.NewGuid();
        using var response = await app.Http.PostAsync($"/api/items/{id}/leg/3", new StringContent("hello"));
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(id, json.GetProperty("id").GetGuid());
        Assert.Equal("leg", json.GetProperty("part").GetString());
        Assert.Equal(3, json.GetProperty("count").GetInt32());
        Assert.Equal("hello", json.GetProperty("body").GetString());
        Assert.Equal("Echo", json.GetProperty("name").GetString());
        Assert.Equal("leg", json.GetProperty("data").GetString());
    }

    [Fact]
    public async Task An_optional_route_segment_may_be_left_out_and_the_query_cannot_replace_a_route_value()
    {
        using var response = await app.Http.PostAsync($"/api/items/{Guid.Empty}/leg?part=arm", null);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(JsonValueKind.Null, json.GetProperty("count").ValueKind);
        Assert.Equal("leg", json.GetProperty("part").GetString());
    }

    [Theory]
    [InlineData("POST", "/api/items/no-guid/leg", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/items/00000000-0000-0000-0000-000000000000/leg", HttpStatusCode.MethodNotAllowed)]
    [InlineData("HEAD", "/api/content", HttpStatusCode.Accepted)]
    [InlineData("GET", "/Content", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/nothing", HttpStatusCode.NoContent)]
    [InlineData("GET", "/api/silent", HttpStatusCode.NoContent)]
    public async Task Routes_and_methods_answer_as_their_attributes_say(string method, string path, HttpStatusCode expected)
    {
        using var response = await app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Each_invocation_has_a_scope_of_its_own()
    {
        var first = await app.Http.GetFromJsonAsync<JsonElement>("/api/Scope");
        var second = await app.Http.GetFromJsonAsync<JsonElement>("/api/scope");

        Assert.True(first.GetProperty("sameScope").GetBoolean());
        Assert.NotEqual(first.GetProperty("number").GetInt32(), second.GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task Content_and_files_are_sent_as_MVC_sends_them()
    {
        Assert.Equal("你好", await app.Http.GetStringAsync("/api/content"));

        using var file = await app.Http.GetAsync("/api/download");
        Assert.Equal("image/png", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("a.png", file.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal([1, 2, 3], await file.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_failing_function_answers_500_without_details_and_is_logged_by_name()
    {
        using var response = await app.Http.GetAsync("/api/broken");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        var entry = Assert.Single(app.Logs.Entries, entry => entry.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains("Function.Broken: Function Broken failed", entry, StringComparison.Ordinal);
        Assert.Contains("secret detail", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_body_limit_of_Kestrel_is_the_apps_to_choose()
    {
        using var small = await app.Http.PutAsync("/api/upload", new ByteArrayContent(new byte[1_000]));
        using var large = await app.Http.PutAsync("/api/upload", new ByteArrayContent(new byte[1_001]));

        Assert.Equal(HttpStatusCode.NoContent, small.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Theory]
    [InlineData("locked", null, HttpStatusCode.Unauthorized)]
    [InlineData("locked", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("locked", "default", HttpStatusCode.OK)]
    [InlineData("locked", "master", HttpStatusCode.OK)]
    [InlineData("vault", null, HttpStatusCode.Unauthorized)]
    [InlineData("vault", "default", HttpStatusCode.Unauthorized)]
    [InlineData("vault", "master", HttpStatusCode.OK)]
    public async Task Keys_open_what_their_level_allows_by_header_and_by_query(string function, string? key, HttpStatusCode expected)
    {
        var value = key switch { "default" => app.Keys.DefaultKey, "master" => app.Keys.MasterKey, _ => key };
        using var byQuery = await app.Http.GetAsync($"/api/{function}" + (value is null ? "" : $"?code={value}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/{function}");
        if (value is not null)
        {
            request.Headers.Add("x-functions-key", value);
        }

        using var byHeader = await app.Http.SendAsync(request);

        Assert.Equal(expected, byQuery.StatusCode);
        Assert.Equal(expected, byHeader.StatusCode);
        Assert.DoesNotContain(app.Logs.Entries, entry => entry.Contains(app.Keys.MasterKey, StringComparison.Ordinal));
    }
}
