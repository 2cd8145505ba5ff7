using System.Net;
using CareLoop.Functions.Notifications.Webhooks;
using CareLoop.Functions.Tests.Support.Platforms;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Tests.Notifications.Webhooks;

/// <summary>Real calls to a real server on this machine, by names that only the test knows.</summary>
public sealed class WebhookCallerTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly byte[] Body = [.. "{}"u8];

    private WebhookReceiver partner = null!;

    public async Task InitializeAsync()
    {
        partner = await WebhookReceiver.StartAsync(TimeProvider.System);
        partner.Learn(Secret);
    }

    public async Task DisposeAsync() => await partner.DisposeAsync();

    [Fact]
    public async Task A_name_that_stands_for_an_allowed_network_is_called()
    {
        using var caller = Caller(allowed: "127.0.0.0/8", _ => [IPAddress.Loopback]);
        Assert.Equal(new CallResult(204, null), await CallAsync(caller));
        Assert.Equal([true], Assert.Single(partner.Calls).Fits);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task A_name_that_stands_for_a_private_address_is_not_called(string number)
    {
        using var caller = Caller(allowed: null, _ => [IPAddress.Parse(number)]);
        Assert.Equal(new CallResult(null, WebhookError.AddressRefused), await CallAsync(caller, "https"));
        Assert.Empty(partner.Calls);
    }

    [Fact]
    public async Task One_private_address_among_public_ones_is_enough_to_refuse_all()
    {
        using var caller = Caller(allowed: null, _ => [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]);
        Assert.Equal(new CallResult(null, WebhookError.AddressRefused), await CallAsync(caller, "https"));
    }

    [Fact]
    public async Task A_name_that_changes_between_two_look_ups_is_judged_by_the_number_that_is_called()
    {
        // 127.0.0.1 is allowed and 127.0.0.2 is not: the first look-up says one, every later one the other.
        var lookUps = 0;
        using var caller = Caller(allowed: "127.0.0.1/32", _ => [++lookUps == 1 ? IPAddress.Loopback : IPAddress.Parse("127.0.0.2")]);
        Assert.Equal(new CallResult(204, null), await CallAsync(caller));
        Assert.Equal(1, lookUps);

        // A new connection means a new look-up, and a new judgement.
        partner.Next(http =>
        {
            http.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        Assert.Equal(new CallResult(204, null), await CallAsync(caller));
        Assert.Equal(new CallResult(null, WebhookError.AddressRefused), await CallAsync(caller));
        Assert.Equal((2, 2), (lookUps, partner.Calls.Count));
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        partner.Next(302, ("Location", "/elsewhere"));
        using var caller = Caller(allowed: "127.0.0.0/8", _ => [IPAddress.Loopback]);
        Assert.Equal(new CallResult(302, WebhookError.Redirect), await CallAsync(caller));
        Assert.Empty(partner.Elsewhere);
    }

    [Fact]
    public async Task No_answer_in_time_is_told_from_no_connection()
    {
        using var release = new CancellationTokenSource();
        partner.Next(http => Task.Delay(Timeout.Infinite, release.Token).ContinueWith(_ => { }, TaskScheduler.Default));
        using var caller = Caller(allowed: "127.0.0.0/8", _ => [IPAddress.Loopback], TimeSpan.FromMilliseconds(200));
        Assert.Equal(new CallResult(null, WebhookError.Timeout), await CallAsync(caller));
        await release.CancelAsync();

        var address = partner.Address;
        await partner.DisposeAsync();
        using var patient = Caller(allowed: "127.0.0.0/8", _ => [IPAddress.Loopback]);
        Assert.Equal(new CallResult(null, WebhookError.Unreachable), await patient.CallAsync(address, "id", Body, [Secret], default));
        partner = await WebhookReceiver.StartAsync(TimeProvider.System);
    }

    [Fact]
    public async Task An_answer_without_end_holds_nobody_up()
    {
        var written = 0L;
        partner.Next(async http =>
        {
            http.Response.StatusCode = StatusCodes.Status200OK;
            var chunk = new byte[64 * 1024];
            try
            {
                while (written < 1L << 30)
                {
                    await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
                    written += chunk.Length;
                }
            }
            catch (Exception error) when (error is OperationCanceledException or IOException)
            {
                // The caller has hung up: that is the point.
            }
        });
        using var caller = Caller(allowed: "127.0.0.0/8", _ => [IPAddress.Loopback]);
        Assert.Equal(new CallResult(200, null), await CallAsync(caller));
        Assert.InRange(written, 0, 1L << 28);
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "7", 7)]
    [InlineData(500, "120", null)]
    [InlineData(429, "soon", null)]
    public async Task A_pause_is_taken_from_429_and_503_alone(int status, string header, int? seconds)
    {
        partner.Next(status, ("Retry-After", header));
        using var caller = Caller(allowed: "127.0.0.0/8", _ => [IPAddress.Loopback]);
        Assert.Equal(new CallResult(status, WebhookError.Status, seconds is { } pause ? TimeSpan.FromSeconds(pause) : null), await CallAsync(caller));
    }

    private static WebhookCaller Caller(string? allowed, Func<string, IPAddress[]> lookup, TimeSpan? patience = null) => new(
        allowed is null ? PublicAddressTests.Guard(("Webhooks:AllowedPorts", "1024")) : PublicAddressTests.Guard(("Webhooks:AllowedNetworks", allowed)),
        (host, _) => Task.FromResult(lookup(host)),
        TimeProvider.System,
        patience ?? TimeSpan.FromMinutes(1));

    private Task<CallResult> CallAsync(WebhookCaller caller, string scheme = "http") => caller.CallAsync(
        new UriBuilder(partner.Address) { Scheme = scheme, Host = "partner.example" }.Uri, "id", Body, [Secret], default);
}
