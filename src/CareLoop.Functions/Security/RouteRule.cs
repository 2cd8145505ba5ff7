using CareLoop.Functions.Audit;

namespace CareLoop.Functions.Security;

/// <summary>How often one caller may use one route: a bucket that refills evenly.</summary>
/// <param name="Burst">Requests that may come at once.</param>
/// <param name="PerSecond">Requests a second in the long run.</param>
public sealed record RatePlan(int Burst, int PerSecond)
{
    public static readonly RatePlan Reading = new(120, 20);
    public static readonly RatePlan Writing = new(60, 10);
    public static readonly RatePlan Uploading = new(30, 2);

    /// <summary>Routes that open personal data in full or give rights away.</summary>
    public static readonly RatePlan Sensitive = new(20, 1);

    /// <summary>Systems that act for many people.</summary>
    public static readonly RatePlan Partner = new(200, 50);
}

/// <summary>What holds for one HTTP function before its own code runs.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="For">Who may enter at all; which cases is asked later, case by case.</param>
/// <param name="MaxBodyBytes">Largest request body.</param>
/// <param name="Rate">How often one caller may come.</param>
public sealed record RouteRule(string Function, CallerKinds For, long MaxBodyBytes, RatePlan Rate)
{
    /// <summary>What the door itself puts on the audit record, for routes whose own code does not: what they change or show belongs to no single case.</summary>
    public AuditKind? Record { get; init; }
}
