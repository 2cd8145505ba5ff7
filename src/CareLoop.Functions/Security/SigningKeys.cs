using CareLoop.Functions.Api;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Security;

/// <summary>
/// The keys an OpenID provider publishes. They are kept, fetched again twice a day and when a token names a key nobody knows
/// (the provider has changed keys), and go on being used for a day while the provider cannot be reached.
/// </summary>
public sealed partial class SigningKeys(StaffSignIn signIn, TimeProvider time, ILogger<SigningKeys> logger) : IDisposable
{
    /// <summary>Age at which the keys are fetched again.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromHours(12);

    /// <summary>Shortest time between two fetches, so that invented key ids cannot be used to flood the provider.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>How long keys may be used that could not be confirmed.</summary>
    public static readonly TimeSpan LongestTrust = TimeSpan.FromHours(24);

    private readonly SemaphoreSlim fetching = new(1, 1);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private KeySet? known;
    private DateTimeOffset? lastAttempt;
    private bool lastAttemptFailed;

    /// <summary>The key with this id; null when the provider has none.</summary>
    /// <exception cref="ApiProblem">The provider cannot be reached and nothing is known that could answer.</exception>
    public async Task<SecurityKey?> FindAsync(string keyId, CancellationToken cancellation)
    {
        if (known is { } current && Age(current) < Freshness && current.Keys.TryGetValue(keyId, out var key))
        {
            return key;
        }

        await fetching.WaitAsync(cancellation);
        try
        {
            if (NeedsFetch(keyId))
            {
                await FetchAsync(cancellation);
            }
        }
        finally
        {
            fetching.Release();
        }

        var found = known is { } usable && Age(usable) < LongestTrust ? usable.Keys.GetValueOrDefault(keyId) : null;
        return found is null && lastAttemptFailed
            ? throw new ApiProblem(ProblemKind.SignInUnavailable) { RetryAfter = Pause }
            : found;
    }

    public void Dispose()
    {
        fetching.Dispose();
        http.Dispose();
    }

    private bool NeedsFetch(string keyId) =>
        (lastAttempt is not { } attempt || time.GetUtcNow() - attempt >= Pause)
        && (known is not { } current || Age(current) >= Freshness || !current.Keys.ContainsKey(keyId));

    private TimeSpan Age(KeySet keys) => time.GetUtcNow() - keys.FetchedAt;

    private async Task FetchAsync(CancellationToken cancellation)
    {
        try
        {
            var documents = new HttpDocumentRetriever(http) { RequireHttps = !signIn.Metadata!.IsLoopback };
            var provider = await OpenIdConnectConfigurationRetriever.GetAsync(signIn.Metadata.AbsoluteUri, documents, cancellation);
            if (provider.Issuer != signIn.Issuer)
            {
                throw new InvalidOperationException($"The metadata names the issuer {provider.Issuer}, the setting Security__StaffIssuer another.");
            }

            known = new KeySet(
                provider.SigningKeys.Where(key => key.KeyId is { Length: > 0 }).DistinctBy(key => key.KeyId).ToDictionary(key => key.KeyId), time.GetUtcNow());
            (lastAttempt, lastAttemptFailed) = (time.GetUtcNow(), false);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            // What is known stays in use; whoever needs more hears of it.
            (lastAttempt, lastAttemptFailed) = (time.GetUtcNow(), true);
            Log.Unreachable(logger, signIn.Metadata!, error);
        }
    }

    private sealed record KeySet(IReadOnlyDictionary<string, SecurityKey> Keys, DateTimeOffset FetchedAt);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The staff sign-in's keys cannot be read from {Metadata}")]
        public static partial void Unreachable(ILogger logger, Uri metadata, Exception error);
    }
}
