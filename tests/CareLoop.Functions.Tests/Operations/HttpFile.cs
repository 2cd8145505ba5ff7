using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CareLoop.Functions.Tests.Operations;

/// <summary>The requests of an editor's <c>.http</c> file, in their order.</summary>
internal sealed partial class HttpFile
{
    private readonly Dictionary<string, string> variables = [];
    private readonly Dictionary<string, string> answers = [];

    private HttpFile(IReadOnlyList<HttpFileRequest> requests) => Requests = requests;

    public IReadOnlyList<HttpFileRequest> Requests { get; }

    public static HttpFile Read(string path)
    {
        List<HttpFileRequest> requests = [];
        var parts = File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n###");
        var file = new HttpFile(requests);
        foreach (var line in parts[0].Split('\n').Where(line => line.StartsWith('@')))
        {
            var sides = line[1..].Split('=', 2, StringSplitOptions.TrimEntries);
            file.variables[sides[0]] = sides[1];
        }

        requests.AddRange(parts.Skip(1).Select(HttpFileRequest.Parse));
        return file;
    }

    public void Set(string variable, string value) => variables[variable] = value;

    /// <summary>Keeps the answer of a named request, for the requests after it.</summary>
    public void Keep(HttpFileRequest request, string body)
    {
        if (request.Name is { } name)
        {
            answers[name] = body;
        }
    }

    /// <summary>Text with every <c>{{…}}</c> replaced.</summary>
    public string Fill(string text) => Placeholder().Replace(text, match => Value(match.Groups[1].Value));

    private string Value(string expression) => expression switch
    {
        "$guid" => Guid.NewGuid().ToString(),
        _ when variables.TryGetValue(expression, out var value) => value,
        _ when expression.Split(".response.body.") is [var name, var path] && answers.TryGetValue(name, out var body) =>
            path == "*" ? body : (string)path.Split('.').Skip(1).Aggregate(JsonNode.Parse(body)!, (node, step) => node[step]!)!,
        _ => throw new InvalidOperationException($"Nothing is known under {{{{{expression}}}}}."),
    };

    [GeneratedRegex(@"\{\{([^}]+)\}\}")]
    private static partial Regex Placeholder();
}

/// <summary>One request of the file.</summary>
internal sealed record HttpFileRequest(
    string Title, string? Name, int Expected, string Method, string Url, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    public static HttpFileRequest Parse(string part)
    {
        var lines = part.Split('\n');
        var comments = lines.Where(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..]).ToList();
        var rest = lines.Skip(1).Where(line => !line.StartsWith('#')).SkipWhile(string.IsNullOrWhiteSpace).ToList();
        var start = rest[0].Split(' ', 2);
        var headers = rest.Skip(1).TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).ToList();
        var body = string.Join('\n', rest.Skip(2 + headers.Count)).Trim();
        return new(
            lines[0].Trim(),
            Comment("@name "),
            int.Parse(Comment("expect ") ?? throw new FormatException($"{lines[0]}: no expected status."), System.Globalization.CultureInfo.InvariantCulture),
            start[0],
            start[1].Trim(),
            [.. headers.Select(header => (header[0], header[1]))],
            body.Length == 0 ? null : body);

        string? Comment(string mark) => comments.Find(line => line.StartsWith(mark, StringComparison.Ordinal))?[mark.Length..].Trim();
    }
}
