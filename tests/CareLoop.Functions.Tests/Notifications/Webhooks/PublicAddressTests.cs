using System.Net;
using CareLoop.Domain.Words;
using CareLoop.Functions.Notifications.Webhooks;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Tests.Notifications.Webhooks;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("114.114.114.114")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2400:3200::1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:200::1")]
    public void These_may_be_called(string address) => Assert.True(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.0")]
    [InlineData("100.100.100.200")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::8.8.8.8")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:0:5ef5:79fd::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%3")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void These_may_not(string address) => Assert.False(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://partner.example/hook")]
    [InlineData("https://partner.example:443/hook?tenant=7")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://客服.example/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    public void Ordinary_addresses_are_accepted(string address) => Assert.Null(Guard().Complaint(address));

    [Theory]
    [InlineData("partner.example")]
    [InlineData("ftp://partner.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://partner.example/")]
    [InlineData("https://user:secret@partner.example/")]
    [InlineData("https://partner.example/#there")]
    [InlineData("https://partner.example:8443/")]
    [InlineData("https://partner.example:22/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:a00:1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://localhost/")]
    [InlineData("https://intranet/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://printer.local./")]
    public void Others_are_complained_about_in_two_languages(string address)
    {
        var complaint = Guard().Complaint(address);
        Assert.NotNull(complaint);
        Assert.NotEqual(complaint.In(Language.Chinese), complaint.In(Language.English));
    }

    [Fact]
    public void A_port_that_the_operator_allows_is_accepted_for_public_addresses_only()
    {
        var guard = Guard(("Webhooks:AllowedPorts", "8443, 9443"));
        Assert.Null(guard.Complaint("https://partner.example:8443/"));
        Assert.NotNull(guard.Complaint("http://partner.example:8443/"));
        Assert.NotNull(guard.Complaint("https://10.0.0.1:8443/"));
    }

    [Fact]
    public void An_allowed_network_may_be_called_over_http_and_on_any_port_and_nothing_else_changes()
    {
        var guard = Guard(("Webhooks:AllowedNetworks", "10.1.0.0/16, fd00:1::/64"));
        Assert.Null(guard.Complaint("http://10.1.2.3:8080/"));
        Assert.Null(guard.Complaint("http://[fd00:1::5]:8080/"));
        Assert.Null(guard.Complaint("http://[::ffff:10.1.2.3]/"));
        Assert.NotNull(guard.Complaint("http://10.2.2.3/"));
        Assert.NotNull(guard.Complaint("http://8.8.8.8/"));
        Assert.NotNull(guard.Complaint("https://8.8.8.8:8080/"));
        Assert.False(guard.MayConnect(IPAddress.Parse("8.8.8.8"), new Uri("http://partner.example/")));
        Assert.True(guard.MayConnect(IPAddress.Parse("8.8.8.8"), new Uri("https://partner.example/")));
    }

    [Theory]
    [InlineData("Webhooks:AllowedNetworks", "10.1.0.0/99")]
    [InlineData("Webhooks:AllowedNetworks", "everywhere")]
    [InlineData("Webhooks:AllowedPorts", "0")]
    [InlineData("Webhooks:AllowedPorts", "8443;9443")]
    public void A_setting_that_means_nothing_stops_the_start_and_is_named(string setting, string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Guard((setting, value)));
        Assert.Contains(setting.Replace(":", "__", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }

    internal static AddressGuard Guard(params (string Name, string Value)[] settings) => new(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build());
}
