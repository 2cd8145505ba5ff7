using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using CareLoop.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Security;

/// <summary>
/// Counts requests by caller, and by caller and route, in this instance's memory (docs/decisions says what that means with several
/// instances). It runs on real time even where the application's clock is virtual: what it protects is a real machine.
/// </summary>
public sealed class RateLimits : IDisposable
{
    private static readonly RatePlan Everything = new(300, 50);

    private readonly double factor;
    private readonly PartitionedRateLimiter<Visit> limiter;

    public RateLimits(IConfiguration configuration)
    {
        factor = double.TryParse(configuration["Limits:RateFactor"], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new InvalidOperationException("The setting Limits__RateFactor must be a positive number: 1 for the rates as they are documented.");
        limiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<Visit, string>(visit => Bucket(visit.Who, Everything)),
            PartitionedRateLimiter.Create<Visit, string>(visit => Bucket($"{visit.Who}\n{visit.Rule.Function}", visit.Rule.Rate)));
    }

    /// <summary>Counts a request.</summary>
    /// <param name="caller">Null before sign-in: then the address counts.</param>
    /// <exception cref="ApiProblem">There were too many; the problem says when to come back.</exception>
    public void Count(Caller? caller, RouteRule rule, HttpRequest request)
    {
        using var lease = limiter.AttemptAcquire(new Visit(caller is null ? $"address {AddressOf(request)}" : $"{caller.Organisation} {caller.Actor.Id}", rule));
        if (!lease.IsAcquired)
        {
            throw new ApiProblem(ProblemKind.TooManyRequests)
            {
                RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var pause) ? pause : TimeSpan.FromSeconds(1),
            };
        }
    }

    public void Dispose() => limiter.Dispose();

    /// <summary>The last hop that the platform's front end has written down itself; earlier ones anybody can invent.</summary>
    private static string AddressOf(HttpRequest request) =>
        IPEndPoint.TryParse(request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim(), out var hop)
            ? hop.Address.ToString()
            : request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private RateLimitPartition<string> Bucket(string key, RatePlan plan) => RateLimitPartition.GetTokenBucketLimiter(
        key,
        _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Scaled(plan.Burst),
            TokensPerPeriod = Scaled(plan.PerSecond),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });

    private int Scaled(int count) => (int)Math.Max(1, Math.Round(count * factor));

    private readonly record struct Visit(string Who, RouteRule Rule);
}
