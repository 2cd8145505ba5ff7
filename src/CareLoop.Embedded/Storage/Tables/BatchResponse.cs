using System.Globalization;
using System.Text;
using Azure;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>One answer inside a batch's answer.</summary>
/// <param name="Response">The answer to one action; when a transaction fails there is only the one of the action that failed.</param>
/// <param name="FailedIndex">The zero-based number of that action.</param>
internal sealed record BatchPart(BatchPartResponse Response, int? FailedIndex);

/// <summary>Reads the answer to an entity-group transaction.</summary>
internal static class BatchResponse
{
    /// <exception cref="RequestFailedException">The answer is not in the form the protocol demands.</exception>
    public static List<BatchPart> Read(Response response)
    {
        var text = Encoding.UTF8.GetString(response.Content.ToMemory().Span).ReplaceLineEndings("\n");
        List<BatchPart> parts = [];
        for (var at = NextStatusLine(text, 0); at >= 0;)
        {
            var next = NextStatusLine(text, at + 1);
            parts.Add(ReadPart(text[at..(next < 0 ? text.Length : next)]));
            at = next;
        }

        return parts.Count > 0
            ? parts
            : throw new RequestFailedException(response.Status, "The answer to a transaction holds no answers to its actions.");
    }

    private static int NextStatusLine(string text, int from)
    {
        var at = text.IndexOf("\nHTTP/1.1 ", from, StringComparison.Ordinal);
        return at < 0 ? -1 : at;
    }

    private static BatchPart ReadPart(string text)
    {
        var lines = text.TrimStart('\n').Split('\n');
        var status = lines[0].Split(' ', 3);
        var blank = Array.FindIndex(lines, line => line.Length == 0);
        var headers = lines[1..(blank < 0 ? lines.Length : blank)]
            .Select(line => line.Split(':', 2))
            .Where(pair => pair.Length == 2)
            .Select(pair => new KeyValuePair<string, string>(pair[0].Trim(), pair[1].Trim()))
            .ToList();
        var body = blank < 0 ? [] : lines[(blank + 1)..].TakeWhile(line => !line.StartsWith("--", StringComparison.Ordinal));
        var response = new BatchPartResponse(
            int.Parse(status[1], CultureInfo.InvariantCulture),
            status.ElementAtOrDefault(2) ?? "",
            headers,
            string.Join('\n', body).Trim());
        return new BatchPart(response, response.IsError ? FailedIndex(response) : null);
    }

    /// <summary>The service puts the number of the action before its message: "3:The specified entity already exists.".</summary>
    private static int? FailedIndex(BatchPartResponse response)
    {
        var message = response.ErrorMessage ?? "";
        var digits = message.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && digits < message.Length && message[digits] == ':'
            ? int.Parse(message[..digits], CultureInfo.InvariantCulture)
            : null;
    }
}
