namespace CareLoop.Functions.Channels;

/// <summary>Judges the instant a call was signed at: the shorter the window, the less a recorded call is worth.</summary>
public static class Freshness
{
    /// <summary>How far clocks and networks may put sender and receiver apart, either way.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(5);

    /// <summary>Why a call signed at <paramref name="signedAt"/> is refused; null when it is fresh. The edges are inside.</summary>
    public static Refusal? Judge(DateTimeOffset signedAt, DateTimeOffset receivedAt, TimeSpan window) =>
        receivedAt - signedAt > window ? Refusal.TooOld
        : signedAt - receivedAt > Usual ? Refusal.FromTheFuture
        : null;

    /// <summary>The instant of a Unix time in seconds; null when the text is not one.</summary>
    public static DateTimeOffset? FromSeconds(string? text) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, null, out var seconds) && seconds <= LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>The instant of a Unix time in milliseconds; null when the text is not one.</summary>
    public static DateTimeOffset? FromMilliseconds(string? text) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, null, out var milliseconds) && milliseconds / 1000 <= LastSecond
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    // The last second of the year 9999, where the calendar ends.
    private const long LastSecond = 253_402_300_799;
}
