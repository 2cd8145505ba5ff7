using System.Globalization;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Support;

public static class At
{
    /// <summary>An instant written as the journeys write it, in Shanghai time.</summary>
    public static DateTimeOffset China(string text)
    {
        string[] formats = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.fff"];
        return new(DateTime.ParseExact(text, formats, CultureInfo.InvariantCulture), ChinaTime.Offset);
    }

    public static string Text(DateTimeOffset? instant) => instant is { } at ? ChinaTime.Local(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "—";
}
