using System.Security.Cryptography;
using System.Text;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Security;

/// <summary>A tracking token as its holder gets it, once.</summary>
/// <param name="Id">Names the token for revoking it; of no use for signing in.</param>
public sealed record TrackingToken(string Id, string Token, DateTimeOffset ExpiresAt);

/// <summary>
/// Links that show one case without staff's notes, for people who do not sign in. Only a hash is stored; the token itself follows
/// from the deployment's key and the request that asked for it, so that a repeated request gets the same one.
/// </summary>
public sealed class TrackingTokens(TrackingTable table, DeploymentSecrets secrets, TimeProvider time)
{
    /// <summary>How long a link works; a case with follow-up takes weeks, a warranty matter longer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private const string Prefix = "track.";

    /// <summary>Whether the text wants to be a tracking token.</summary>
    public static bool Looks(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <param name="caseId">The case it shows.</param>
    /// <param name="organisation">The case's organisation.</param>
    /// <param name="issuer">Staff id or customer key of whoever asked for it.</param>
    /// <param name="request">What makes the request unique: repeated with the same value it gives the same token.</param>
    public async Task<TrackingToken> IssueAsync(string caseId, string organisation, string issuer, string request, CancellationToken cancellation)
    {
        var token = $"{Prefix}{caseId}.{secrets.KeyedHash("tracking", organisation, $"{caseId}\n{request}")}";
        var now = time.GetUtcNow();
        var stored = await table.GetOrAddAsync(
            new TrackingRow(caseId, HashOf(token), organisation, issuer, now, now + Lifetime, RevokedAt: null), cancellation);
        return new TrackingToken(stored.Id, token, stored.ExpiresAt);
    }

    /// <summary>The caller behind a token; null when it is unknown, expired or revoked.</summary>
    public async Task<Caller?> ReadAsync(string token, CancellationToken cancellation)
    {
        var parts = token.Split('.');
        return parts.Length == 3
            && CaseNumber.TryParse(parts[1], out var caseId)
            && await table.FindAsync(caseId, HashOf(token), cancellation) is { RevokedAt: null } row
            && time.GetUtcNow() < row.ExpiresAt
                ? new Caller(new Actor(ActorKind.Customer, $"{Prefix}{row.Id}", []), row.Organisation, [], CallerKinds.Tracking, caseId)
                : null;
    }

    /// <summary>Ends a token. False when the case has no such token.</summary>
    public Task<bool> RevokeAsync(string caseId, string id, CancellationToken cancellation) =>
        table.RevokeAsync(caseId, id, time.GetUtcNow(), cancellation);

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..32];
}
