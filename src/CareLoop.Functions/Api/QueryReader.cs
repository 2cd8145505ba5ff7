using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Api;

/// <summary>Takes typed values out of a query string and remembers everything that is wrong, misspelt names included.</summary>
internal sealed class QueryReader(HttpRequest request)
{
    private const int MaxLength = 128;

    private readonly List<FieldError> errors = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal) { Cursor.Parameter };

    /// <summary>A value; null when absent or empty.</summary>
    public string? Text(string name)
    {
        known.Add(name);
        var values = request.Query[name];
        if (values.Count > 1)
        {
            errors.Add(new(name, new("只能出现一次。", "Give it once only.")));
            return null;
        }

        var text = values.ToString().Trim();
        if (text.Length > MaxLength)
        {
            errors.Add(new(name, new($"最多 {MaxLength} 个字符。", $"At most {MaxLength} characters.")));
            return null;
        }

        return text.Length == 0 ? null : text;
    }

    public string? OneOf(string name, IReadOnlyCollection<string> allowed)
    {
        if (Text(name) is not { } text || allowed.Contains(text))
        {
            return Text(name);
        }

        errors.Add(new(name, new($"可用的取值:{string.Join("、", allowed)}。", $"Use one of {string.Join(", ", allowed)}.")));
        return null;
    }

    /// <summary>One of the names of <typeparamref name="T"/>; null when absent.</summary>
    public T? OneOf<T>(string name)
        where T : struct, Enum => OneOf(name, Enum.GetNames<T>()) is { } text ? Enum.Parse<T>(text) : null;

    public int? Number(string name, int lowest, int highest)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest)
        {
            return number;
        }

        errors.Add(new(name, new($"应为 {lowest} 至 {highest} 的整数。", $"Must be a whole number from {lowest} to {highest}.")));
        return null;
    }

    /// <param name="format">Such as <c>yyyy-MM</c>; also what the caller is told.</param>
    public DateOnly? Date(string name, string format)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        errors.Add(new(name, new($"格式应为 {format}。", $"Must look like {format}.")));
        return null;
    }

    /// <exception cref="ApiProblem">Anything was wrong.</exception>
    public void ThrowIfInvalid()
    {
        FieldError[] all =
        [
            .. errors,
            .. request.Query.Keys.Where(name => !known.Contains(name))
                .Select(name => new FieldError(name, new("不认识的参数,请检查拼写。", "This parameter is not known; check the spelling."))),
        ];
        if (all.Length > 0)
        {
            throw new ApiProblem(ProblemKind.RequestInvalid) { Errors = [.. all] };
        }
    }
}
