using CareLoop.Domain.Notices;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>How one platform's robots are spoken to. Pure: no clock, no network.</summary>
public interface IRobotPlatform
{
    /// <summary>In settings.</summary>
    string Name { get; }

    RobotLimits Limits { get; }

    /// <summary>Field of the answer that holds the platform's own code; 0 is success.</summary>
    string CodeField { get; }

    /// <summary>The call that says a text.</summary>
    HttpRequestMessage Write(Robot robot, string text, DateTimeOffset now);

    /// <summary>What an answer other than success means.</summary>
    RobotAnswer Judge(int code);
}

/// <summary>What came of a call.</summary>
public abstract record RobotAnswer
{
    /// <summary>It is in the group.</summary>
    public sealed record Taken : RobotAnswer;

    /// <summary>The platform is not there or not able; try again after a while.</summary>
    public sealed record Unable(string Reason) : RobotAnswer;

    /// <summary>It will not listen for so long.</summary>
    public sealed record Blocked(TimeSpan Pause, string Reason) : RobotAnswer;

    /// <summary>Trying again is useless before somebody changes the robot's set-up.</summary>
    public sealed record Refused(string Reason) : RobotAnswer;
}
