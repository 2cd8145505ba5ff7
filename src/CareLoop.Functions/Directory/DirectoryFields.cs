using System.Globalization;
using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Directory;

/// <summary>Fields that only directory entries have: days, times of day, names of a fixed set.</summary>
internal static class DirectoryFields
{
    private const string DayFormat = "yyyy-MM-dd";

    public static DateOnly? Day(this FieldReader body, string name) => body.Text(name, required: false, DayFormat.Length) is { } text ? Day(body, name, text) : null;

    public static IReadOnlyList<DateOnly> Days(this FieldReader body, string name) => [.. body.Codes(name).Select(text => Day(body, name, text)).OfType<DateOnly>()];

    public static TimeOnly TimeOfDay(this FieldReader body, string name)
    {
        if (body.Text(name, required: true, ClockFace.Format.Length) is not { } text)
        {
            return default;
        }

        if (ClockFace.TryParse(text, out var time))
        {
            return time;
        }

        body.Add(name, new("应为 24 小时制的时刻,例如 08:30。", "Must be a time of day such as 08:30."));
        return default;
    }

    public static IReadOnlyList<string> RequiredCodes(this FieldReader body, string name)
    {
        var codes = body.Codes(name);
        if (codes.Count == 0)
        {
            body.Missing(name);
        }

        return codes;
    }

    public static T Name<T>(this FieldReader body, string name, T otherwise)
        where T : struct, Enum => body.Text(name, required: false, DayFormat.Length * 2) is { } text ? Parse<T>(body, name, text) ?? otherwise : otherwise;

    public static IReadOnlyList<T> Names<T>(this FieldReader body, string name)
        where T : struct, Enum => [.. body.Codes(name).Select(text => Parse<T>(body, name, text)).OfType<T>()];

    private static T? Parse<T>(FieldReader body, string name, string text)
        where T : struct, Enum
    {
        if (Enum.GetNames<T>().Contains(text))
        {
            return Enum.Parse<T>(text);
        }

        var known = Enum.GetNames<T>();
        body.Add(name, new($"没有“{text}”。可用:{string.Join("、", known)}。", $"There is no '{text}'. Use one of {string.Join(", ", known)}."));
        return null;
    }

    private static DateOnly? Day(FieldReader body, string name, string text)
    {
        if (DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        body.Add(name, new("应为日期,例如 2026-03-07。", "Must be a date such as 2026-03-07."));
        return null;
    }
}
