using System.Net;
using System.Net.Sockets;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>Tells addresses of the open internet from all others: our own machines, their neighbours, the cloud's metadata services.</summary>
public static class PublicAddresses
{
    /// <summary>The special-purpose blocks of IPv4, and the host address of Azure's platform services, which looks like any other.</summary>
    private static readonly IPNetwork[] Special4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32");

    /// <summary>All that is handed out to the internet so far lies in here.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>What is special within: protocol assignments with Teredo, documentation, 6to4.</summary>
    private static readonly IPNetwork[] Special6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /// <summary>IPv6 addresses that stand for an IPv4 address in their last four bytes: NAT64, and the deprecated compatible form.</summary>
    private static readonly IPNetwork[] Carriers = Networks("64:ff9b::/96", "::/96");

    public static bool Contains(IPAddress address)
    {
        var plain = Unwrap(address);
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Special4.Any(network => network.Contains(plain)),
            AddressFamily.InterNetworkV6 => Global6.Contains(plain) && !Special6.Any(network => network.Contains(plain)),
            _ => false,
        };
    }

    /// <summary>The IPv4 address that an IPv6 address stands for; any other as it is.</summary>
    public static IPAddress Unwrap(IPAddress address) =>
        address.AddressFamily != AddressFamily.InterNetworkV6 ? address
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : IPAddress.IPv6Loopback.Equals(address) || IPAddress.IPv6Any.Equals(address) ? address
        : Carriers.Any(network => network.Contains(address)) ? new IPAddress(address.GetAddressBytes().AsSpan(12))
        : address;

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(network => IPNetwork.Parse(network))];
}
