using System.Globalization;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>The literals of the OData filter language.</summary>
internal static class ODataFilter
{
    /// <summary>
    /// Makes a filter of an interpolated string: values are written with the mark of their type, and quotes in them are
    /// doubled, so that what a caller sends stays a value.
    /// </summary>
    public static string Create(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var literals = filter.GetArguments().Select(object? (value) => Literal(value)).ToArray();
        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>A time of unknown kind is taken for UTC, as the service does.</summary>
    public static string Time(DateTime time) =>
        Time(new DateTimeOffset(time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time));

    private static string Literal(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        double number => number.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset time => $"datetime'{Time(time)}'",
        DateTime time => $"datetime'{Time(time)}'",
        Guid id => $"guid'{id}'",
        byte[] bytes => $"X'{Convert.ToHexStringLower(bytes)}'",
        BinaryData bytes => $"X'{Convert.ToHexStringLower(bytes.ToMemory().Span)}'",
        string or char => $"'{value.ToString()!.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => throw new NotSupportedException($"A {value.GetType()} can't stand in a filter."),
    };
}
