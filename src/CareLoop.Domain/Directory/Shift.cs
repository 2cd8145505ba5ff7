using System.Text.Json.Serialization;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Directory;

/// <summary>A shift of a site (班次): when it is worked, in China time.</summary>
public sealed record Shift : IDirectoryEntry
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The site it is worked at.</summary>
    public required string Site { get; init; }

    [JsonConverter(typeof(ClockFace))]
    public required TimeOnly Start { get; init; }

    /// <summary>When it ends, itself no longer part of it: on the next day when not later than <see cref="Start"/>.</summary>
    [JsonConverter(typeof(ClockFace))]
    public required TimeOnly End { get; init; }

    /// <summary>Reachable in gaps between shifts (值守), not at work: asked only when nobody is on duty.</summary>
    public bool OnCall { get; init; }

    /// <summary>Roles people act in during this shift; none: every role they hold.</summary>
    public IList<string> Roles { get; init; } = [];

    /// <summary>The shift that begins on a day.</summary>
    public ShiftSpan On(DateOnly day)
    {
        var length = End - Start;
        var start = ChinaTime.At(day, Start.ToTimeSpan());
        return new(day, start, start + (length == TimeSpan.Zero ? TimeSpan.FromDays(1) : length));
    }
}

/// <summary>One shift on one day, from its start to just before its end.</summary>
public readonly record struct ShiftSpan(DateOnly Day, DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    public bool Covers(DateTimeOffset at) => StartsAt <= at && at < EndsAt;
}
