using System.Collections.Immutable;
using Azure;
using CareLoop.Domain.Notices;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>What is known about a robot, and what waits for it.</summary>
public sealed record RobotDesk
{
    /// <summary>When it was called lately, whatever came of it.</summary>
    public ImmutableArray<DateTimeOffset> Calls { get; init; } = [];

    /// <summary>It will not listen before.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }

    /// <summary>Calls in a row that the platform was not able to take.</summary>
    public int Failures { get; init; }

    /// <summary>What the call that has begun tells; empty when none has. Left over from a process that died, nobody knows whether it was told.</summary>
    public ImmutableSortedSet<string> InFlight { get; init; } = [];

    /// <summary>For when a bell is already on its way.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>The platform's last complaint.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>When it last said something.</summary>
    public DateTimeOffset? SpokeAt { get; init; }

    /// <summary>Guards the next write; default before the first.</summary>
    public ETag ETag { get; init; }

    /// <summary>What has not been told.</summary>
    public IReadOnlyList<RobotNotice> Waiting { get; init; } = [];
}

/// <summary>How far a notice has come on its way into a group chat.</summary>
public enum RobotNoticeStatus
{
    Waiting,
    Told,

    /// <summary>The platform refused it; somebody has to look at the robot's set-up.</summary>
    Failed,
}

/// <summary>A notice to a group chat as operators see it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Kind">Template id.</param>
/// <param name="RaisedAt">When it came up.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="NotBefore">From when it might be told.</param>
/// <param name="ToldAt">When it was told.</param>
/// <param name="Error">The platform's code, if it refused.</param>
/// <param name="Unclear">A process died while telling it, so it may stand in the chat twice.</param>
public sealed record RobotNoticeView(
    string Id, string Kind, DateTimeOffset RaisedAt, RobotNoticeStatus Status, DateTimeOffset NotBefore, DateTimeOffset? ToldAt, string? Error, bool Unclear);
