using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace CareLoop.Functions.Tests.Support;

/// <summary>Sends single requests and shows everything about the answers.</summary>
public sealed class ApiClient(HttpClient http)
{
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, string? user = "chen.min", HttpContent? content = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (user is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(user));
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        // The machine may be busy: these tests are about answers, not about their speed.
        foreach (var (name, value) in headers.Any(header => header.Name == "Prefer") ? headers : [.. headers, ("Prefer", "wait=60")])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return new ApiAnswer(response, bytes);
    }

    public Task<ApiAnswer> GetAsync(string path, string? user = "chen.min", params (string, string)[] headers) =>
        SendAsync(HttpMethod.Get, path, user, headers: headers);

    /// <summary>Everything in a list, page after page.</summary>
    public async Task<List<JsonNode>> ReadAllAsync(string path, string user, params (string, string)[] headers)
    {
        List<JsonNode> items = [];
        for (var next = path; next is not null;)
        {
            var page = await GetAsync(next, user, headers);
            Assert.Equal(200, page.Status);
            items.AddRange(page.Json["items"]!.AsArray().Select(item => item!));
            next = (string?)page.Json["next"];
        }

        return items;
    }

    public Task<ApiAnswer> OpenAsync(object matter, string? user = "wang.li", string? key = null, params (string, string)[] headers) =>
        SendAsync(HttpMethod.Post, "/api/cases", user, JsonContent.Create(matter), key ?? NewKey(), headers);

    public Task<ApiAnswer> CommandAsync(string caseNumber, object command, string user = "chen.min", string? key = null, params (string, string)[] headers) =>
        SendAsync(HttpMethod.Post, $"/api/cases/{caseNumber}/commands", user, JsonContent.Create(command), key ?? NewKey(), headers);

    /// <summary>The items of a list, of all its pages.</summary>
    public async Task<IReadOnlyList<JsonObject>> ItemsAsync(string path, string user = "chen.min")
    {
        List<JsonObject> items = [];
        for (string? next = path; next is not null;)
        {
            var answer = await GetAsync(next, user);
            Assert.True(answer.Status == 200, answer.Text);
            items.AddRange(answer.Json["items"]!.AsArray().Select(item => item!.AsObject()));
            next = (string?)answer.Json["next"];
        }

        return items;
    }

    /// <summary>Opens a case as the sample customer and returns its number.</summary>
    public async Task<string> OpenSampleAsync()
    {
        var answer = await OpenAsync(SampleMatter());
        Assert.Equal(201, answer.Status);
        return (string)answer.Json["caseNumber"]!;
    }

    public static object SampleMatter(string text = "沙发框架裂了,要求换新") => new { site = "mall-sh-01", channel = "WeChat", text };

    public static string NewKey() => Guid.NewGuid().ToString("N");

    public static StringContent RawJson(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>A form with a case and named files.</summary>
    public static MultipartFormDataContent Form(object matter, params (string FileName, string Type, byte[] Bytes)[] files)
    {
        MultipartFormDataContent form = new() { { JsonContent.Create(matter), "case" } };
        foreach (var (name, type, bytes) in files)
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
            form.Add(content, "photo", name);
        }

        return form;
    }

    // Sample users by name; whatever is longer than any name is a token itself.
    private Task<string> TokenAsync(string user) => user.Length > 40 ? Task.FromResult(user) : http.GetStringAsync($"/development/tokens/{user}");
}

/// <summary>An answer, read to the end.</summary>
public sealed class ApiAnswer(HttpResponseMessage response, byte[] bytes)
{
    public int Status { get; } = (int)response.StatusCode;

    public string? ContentType { get; } = response.Content.Headers.ContentType?.MediaType;

    public string? ETag { get; } = response.Headers.ETag?.Tag;

    public HttpResponseHeaders Headers { get; } = response.Headers;

    public HttpContentHeaders ContentHeaders { get; } = response.Content.Headers;

    public byte[] Bytes { get; } = bytes;

    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonObject Json => JsonNode.Parse(Bytes)!.AsObject();

    /// <summary>Asserts that this is the problem meant, in RFC 9457 form.</summary>
    public JsonObject Problem(int status, string code)
    {
        Assert.Equal((status, "application/problem+json"), (Status, ContentType));
        Assert.Equal($"urn:careloop:problem:{code}", (string)Json["type"]!);
        Assert.Equal(status, (int)Json["status"]!);
        Assert.False(string.IsNullOrWhiteSpace((string)Json["title"]!));
        Assert.False(string.IsNullOrWhiteSpace((string)Json["remedy"]!));
        return Json;
    }
}
