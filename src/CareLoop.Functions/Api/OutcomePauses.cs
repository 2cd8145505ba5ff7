using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Api;

/// <summary>
/// The pauses, in real time, between looks at something that is decided elsewhere, perhaps on another machine, where there is nothing to
/// listen to.
/// </summary>
internal static class OutcomePauses
{
    private const int LongestWaitInSeconds = 60;

    /// <summary>A second and a half, looking less and less often.</summary>
    public static IReadOnlyList<TimeSpan> Usual { get; } =
    [
        TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.7),
    ];

    /// <summary>The usual ones, and so many seconds more.</summary>
    public static IReadOnlyList<TimeSpan> Longer(int seconds) => [.. Usual, .. Enumerable.Repeat(TimeSpan.FromSeconds(1), seconds)];

    /// <summary>
    /// As the header <c>Prefer</c> (RFC 7240) asks: none with <c>respond-async</c>, up to a minute more with <c>wait=</c> seconds.
    /// </summary>
    public static IReadOnlyList<TimeSpan> Of(HttpRequest request)
    {
        var preference = request.Headers["Prefer"].ToString();
        if (preference.Contains("respond-async", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        var wait = preference.Split(',', ';').Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith("wait=", StringComparison.OrdinalIgnoreCase));
        return int.TryParse(wait?["wait=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? Longer(Math.Min(seconds, LongestWaitInSeconds))
            : Usual;
    }
}
