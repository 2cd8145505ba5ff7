namespace CareLoop.Functions.Development;

/// <summary>Journey J01, which many tests start from: a sofa's cracked frame, three photos over WeChat, exchanged, followed up, archived.</summary>
public static class JourneyJ01
{
    public const string Customer = "wang.li";
    public const string Specialist = "chen.min";

    private static readonly JourneyScript Script = JourneyScript.Load("J01");

    /// <summary>When the customer writes.</summary>
    public static DateTimeOffset Start => Script.Start;

    public static IReadOnlyList<JourneyStep> Steps => Script.Steps;
}
