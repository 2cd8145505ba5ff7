using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CareLoop.Functions.Development;

/// <summary>One case of a journey, worked on through the HTTP API by the people of the sample directory.</summary>
/// <param name="http">Reaches the application; tests give it a handler that waits for a killed host to come back.</param>
/// <param name="name">Makes the Idempotency-Keys of this case its own.</param>
public sealed class JourneyCase
{
    private static readonly TimeSpan PollPause = TimeSpan.FromSeconds(0.2);

    private readonly HttpClient http;
    private readonly string name;
    private int submissions;
    private Func<Task<JsonObject>>? opening;

    public JourneyCase(HttpClient http, string name)
    {
        (this.http, this.name) = (http, name);
        Care = new(this);
    }

    /// <summary>The case number, once opened.</summary>
    public string? Number { get; private set; }

    /// <summary>What is done for the same customer without a case.</summary>
    public JourneyCare Care { get; }

    /// <summary>Sends the complaint; <see cref="Number"/> is set from the answer.</summary>
    public async Task<JsonObject> OpenAsync(string user, object matter, params string[] photos)
    {
        var key = NextKey();
        opening = async () =>
        {
            using var form = Photos(photos);
            form.Add(JsonContent.Create(matter), "case");
            return await SubmitAsync(user, "/api/cases", form, key);
        };
        var answer = await opening();
        Number = (string?)answer["caseNumber"];
        return answer;
    }

    /// <summary>Sends the complaint once more, as a phone does whose answer got lost.</summary>
    /// <exception cref="JourneyException">It has become another case.</exception>
    public async Task RepeatAsync()
    {
        var answer = await (opening ?? throw new JourneyException("Nothing was sent yet."))();
        if ((string?)answer["caseNumber"] != Number)
        {
            throw new JourneyException($"{Number} came again and became {answer["caseNumber"]}.");
        }
    }

    /// <summary>Opens a case from a care contact.</summary>
    public async Task OpenFromCareAsync(string user, string task, JsonObject matter)
    {
        var answer = await SendAsync(user, $"/api/care-tasks/{Care.IdOf(task)}/cases", matter);
        Number = (string?)answer["caseNumber"];
    }

    /// <summary>Gives a command and returns the case after it.</summary>
    public async Task<JsonObject> CommandAsync(string user, object command)
    {
        using var content = JsonContent.Create(command);
        return await SubmitAsync(user, $"/api/cases/{Number}/commands", content);
    }

    /// <summary>Adds evidence photos.</summary>
    /// <param name="user">Who adds them.</param>
    /// <param name="phase">Before or after the work, or null.</param>
    /// <param name="photos">Paths of JPEG files.</param>
    public async Task<JsonObject> UploadAsync(string user, string? phase, params string[] photos)
    {
        using var form = Photos(photos);
        if (phase is not null)
        {
            form.Add(new StringContent(phase), "phase");
        }

        return await SubmitAsync(user, $"/api/cases/{Number}/evidence", form);
    }

    /// <summary>Reads something of the case (<c>""</c>, <c>"/timeline"</c>, <c>"/clocks"</c>) or of the user (<c>"inbox"</c>).</summary>
    public Task<JsonObject> ReadAsync(string user, string what) => what == "inbox" ? InboxAsync(user) : GetAsync(user, $"/api/cases/{Number}{what}");

    internal async Task<JsonObject> GetAsync(string user, string path)
    {
        using var request = await RequestAsync(HttpMethod.Get, user, path);
        using var response = await http.SendAsync(request);
        return await BodyAsync(response);
    }

    /// <summary>Posts something that belongs to no case.</summary>
    internal async Task<JsonObject> SendAsync(string user, string path, JsonObject body)
    {
        using var content = JsonContent.Create(body);
        return await SubmitAsync(user, path, content);
    }

    /// <summary>What the user was told about this case, oldest first.</summary>
    public async Task<IReadOnlyList<JsonObject>> NoticesAsync(string user)
    {
        var inbox = await ReadAsync(user, "inbox");
        return [.. inbox["items"]!.AsArray().Select(item => item!.AsObject()).Where(item => (string?)item["caseNumber"] == Number)];
    }

    // Page by page, the newest first; a journey is told the other way round.
    private async Task<JsonObject> InboxAsync(string user)
    {
        JsonArray items = [];
        for (var page = "/api/inbox"; page is not null;)
        {
            var answer = await GetAsync(user, page);
            foreach (var item in answer["items"]!.AsArray())
            {
                items.Insert(0, item!.DeepClone());
            }

            page = (string?)answer["next"];
        }

        return new() { ["items"] = items };
    }

    /// <summary>Every change of state is a line: the case stands where the last line of its timeline says, and no line is missing.</summary>
    /// <exception cref="JourneyException">It does not.</exception>
    internal async Task RequireLineAsync(string reader)
    {
        if (Number is null)
        {
            return;
        }

        var status = (string)(await ReadAsync(reader, string.Empty))["status"]!["id"]!;
        var lines = (await ReadAsync(reader, "/timeline"))["timeline"]!.AsArray().Where(line => line!["sequence"] is not null).ToList();
        if ((string)lines[^1]!["status"]!["id"]! != status || !lines.Select(line => (int)line!["sequence"]!).SequenceEqual(Enumerable.Range(1, lines.Count)))
        {
            throw new JourneyException($"{Number} is {status}, but its timeline says otherwise.");
        }
    }

    private string NextKey() => $"{name}-{++submissions}";

    private Task<JsonObject> SubmitAsync(string user, string path, HttpContent content) => SubmitAsync(user, path, content, NextKey());

    private async Task<JsonObject> SubmitAsync(string user, string path, HttpContent content, string key)
    {
        using var request = await RequestAsync(HttpMethod.Post, user, path);
        request.Headers.Add("Idempotency-Key", key);
        request.Content = content;
        using var response = await http.SendAsync(request);
        var answer = await BodyAsync(response);
        return response.StatusCode == HttpStatusCode.Accepted ? await OutcomeAsync(user, answer) : answer;
    }

    /// <summary>Follows the link of a 202 until the command is decided, then reads the case.</summary>
    private async Task<JsonObject> OutcomeAsync(string user, JsonObject accepted)
    {
        Number ??= (string?)accepted["caseNumber"];
        while (true)
        {
            using var request = await RequestAsync(HttpMethod.Get, user, (string)accepted["status"]!);
            using var response = await http.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return await ReadAsync(user, string.Empty);
            }

            // The case may not have been written yet: its number answers 404 until then.
            if (response.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.NotFound))
            {
                return await BodyAsync(response);
            }

            await Task.Delay(PollPause);
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, string user, string path) => new(method, path)
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await http.GetStringAsync($"/development/tokens/{user}")) },
    };

    private static MultipartFormDataContent Photos(IEnumerable<string> photos)
    {
        MultipartFormDataContent form = [];
        foreach (var path in photos)
        {
            var photo = new ByteArrayContent(File.ReadAllBytes(path));
            photo.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            form.Add(photo, "photo", Path.GetFileName(path));
        }

        return form;
    }

    private static async Task<JsonObject> BodyAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject()
            : throw JourneyException.Of($"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}: {(int)response.StatusCode} {text}", text);
    }
}

/// <summary>The application answered a step of a journey with a problem.</summary>
public sealed class JourneyException(string message) : Exception(message)
{
    /// <summary>Code of the problem.</summary>
    public string? Code { get; private init; }

    /// <summary>Rule of the handbook behind it.</summary>
    public string? RuleId { get; private init; }

    internal static JourneyException Of(string message, string problem)
    {
        try
        {
            var body = JsonNode.Parse(problem);
            return new(message) { Code = ((string?)body?["type"])?.Split(':')[^1], RuleId = (string?)body?["ruleId"] };
        }
        catch (JsonException)
        {
            return new(message);
        }
    }
}
