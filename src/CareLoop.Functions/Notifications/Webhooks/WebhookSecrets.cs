using System.Security.Cryptography;
using System.Text;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>The secrets of an endpoint: the one in force, and the one before, which still signs while its receiver changes over.</summary>
public sealed record WebhookSecrets(string Current, string? Previous = null)
{
    private const char Separator = '\n';
    private const int SecretBytes = 32;

    /// <summary>How long the secret before signs after a rotation.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    public static WebhookSecrets Create() => new(Fresh());

    /// <summary>A fresh secret before the present one; the one before that ends.</summary>
    public WebhookSecrets Rotate() => new(Fresh(), Current);

    /// <summary>What to sign with, the one in force first.</summary>
    public IEnumerable<string> LiveAt(DateTimeOffset now, DateTimeOffset? oldUntil) =>
        Previous is { } old && now < oldUntil ? [Current, old] : [Current];

    /// <summary>As stored: sealed by the deployment, bound to the endpoint.</summary>
    public WrappedKey Wrap(WrappingKeys keys, string organisation, string endpoint) =>
        keys.Wrap(Encoding.ASCII.GetBytes(Previous is null ? Current : $"{Current}{Separator}{Previous}"), PlaceOf(organisation, endpoint));

    /// <exception cref="CryptographicException">No key of this process opens it.</exception>
    public static WebhookSecrets Unwrap(WrappingKeys keys, WebhookEndpoint endpoint)
    {
        var parts = Encoding.ASCII.GetString(keys.Unwrap(endpoint.Secrets, PlaceOf(endpoint.Organisation, endpoint.Id))).Split(Separator);
        return new(parts[0], parts.ElementAtOrDefault(1));
    }

    internal static string PlaceOf(string organisation, string endpoint) => $"webhooks/{organisation}/{endpoint}";

    private static string Fresh() => $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes))}";
}
