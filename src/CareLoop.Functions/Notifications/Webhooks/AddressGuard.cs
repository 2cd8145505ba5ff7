using System.Globalization;
using System.Net;
using CareLoop.Domain.Words;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>
/// What addresses we call for others. Whoever may name an address could make us knock on our own doors, so it is judged when it is entered,
/// and again, by the numbers its name has at that moment, each time a connection is made.
/// </summary>
/// <remarks>
/// Settings: <c>Webhooks__AllowedNetworks</c>, networks in CIDR form that may be called although they are not public, over http and on any
/// port; <c>Webhooks__AllowedPorts</c>, ports besides 443 for everybody else. Both are comma-separated and empty unless needed.
/// </remarks>
public sealed class AddressGuard
{
    private const int HttpsPort = 443;
    private const string NetworksSetting = "Webhooks:AllowedNetworks";
    private const string PortsSetting = "Webhooks:AllowedPorts";

    private readonly IReadOnlyList<IPNetwork> networks;
    private readonly HashSet<int> ports;

    /// <exception cref="InvalidOperationException">A setting is no list of networks, or of ports.</exception>
    public AddressGuard(IConfiguration configuration)
    {
        networks = [.. Items(configuration, NetworksSetting).Select(text => IPNetwork.TryParse(text, out var network)
            ? network
            : throw Wrong(NetworksSetting, "networks in CIDR form such as 10.1.0.0/16"))];
        ports = [HttpsPort, .. Items(configuration, PortsSetting).Select(text =>
            ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
                ? port
                : throw Wrong(PortsSetting, "port numbers"))];
    }

    /// <summary>What is wrong with an address, as far as it can be seen without looking its name up; null when nothing is.</summary>
    public LocalText? Complaint(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            return new("应为 https 地址,例如 https://partner.example/careloop。", "Must be an https address such as https://partner.example/careloop.");
        }

        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return new("地址中不能有用户名、密码或 # 部分。", "Must have no user name, password or fragment.");
        }

        var literal = IPAddress.TryParse(uri.DnsSafeHost, out var number) ? number : null;
        if (literal is null ? IsOurOwnName(uri.IdnHost) : !MayConnect(literal, uri))
        {
            return new("此地址不在公网上,不能调用。", "This address is not on the public internet and is not called.");
        }

        // A name may turn out to lie in an allowed network; that is seen when a connection is made.
        if (literal is null && networks.Count == 0 && !IsUsual(uri))
        {
            return uri.Scheme == Uri.UriSchemeHttp
                ? new("应使用 https。", "Must be https.")
                : new($"可用的端口:{string.Join("、", ports.Order())}。", $"The ports in use are {string.Join(", ", ports.Order())}.");
        }

        return null;
    }

    /// <summary>Whether a connection may be made to this number for that address.</summary>
    public bool MayConnect(IPAddress number, Uri address) =>
        networks.Any(network => network.Contains(number) || network.Contains(PublicAddresses.Unwrap(number)))
        || (PublicAddresses.Contains(number) && IsUsual(address));

    private bool IsUsual(Uri address) => address.Scheme == Uri.UriSchemeHttps && ports.Contains(address.Port);

    private bool IsOurOwnName(string host) => networks.Count == 0
        && (host.TrimEnd('.') is var name && (!name.Contains('.', StringComparison.Ordinal)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".internal", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".local", StringComparison.OrdinalIgnoreCase)));

    private static string[] Items(IConfiguration configuration, string name) =>
        (configuration[name] ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static InvalidOperationException Wrong(string setting, string expected) =>
        new($"The setting {setting.Replace(":", "__", StringComparison.Ordinal)} must be a comma-separated list of {expected}.");
}
