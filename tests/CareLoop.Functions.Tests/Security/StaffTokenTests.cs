using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Api;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Tests.Security;

/// <summary>Staff tokens against a real metadata server, which rotates its keys, lies and goes away.</summary>
public sealed class StaffTokenTests : IAsyncLifetime
{
    private readonly HandClock clock = new();
    private OpenIdProvider provider = null!;
    private SigningKeys keys = null!;
    private CallerTokens tokens = null!;

    public async Task InitializeAsync()
    {
        provider = await OpenIdProvider.StartAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Security:StaffIssuer"] = provider.Issuer,
            ["Security:StaffAudience"] = OpenIdProvider.Audience,
            ["Security:CustomerHashKey"] = Convert.ToBase64String(new byte[32]),
            ["Security:DataWrappingKey"] = Convert.ToBase64String(new byte[32]),
            ["Directory:Organisation"] = "demo",
        }).Build();
        var signIn = new StaffSignIn(configuration);
        keys = new SigningKeys(signIn, clock, NullLogger<SigningKeys>.Instance);
        var staff = new StaffTokens(signIn, keys, new JwtChecks(clock), new DirectorySettings(configuration));
        var tracking = new TrackingTokens(
            new TrackingTable(new Tables(new TableServiceClient("UseDevelopmentStorage=true"))), new DeploymentSecrets(configuration), clock);
        tokens = new CallerTokens([staff], tracking);
    }

    public async Task DisposeAsync()
    {
        keys.Dispose();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task A_valid_token_gives_id_roles_and_sites()
    {
        var caller = await ReadAsync(Token(roles: ["supervisor", "ComplaintSpecialist", "site:mall-bj-01"]));

        Assert.Equal(("chen.min", "demo", CallerKinds.Supervisor), (caller!.Actor.Id, caller.Organisation, caller.Kinds));
        Assert.Equal("ComplaintSpecialist", Assert.Single(caller.Actor.Roles));
        Assert.Equal(["mall-sh-01", "mall-bj-01"], caller.Sites.ToArray());
    }

    [Fact]
    public async Task A_token_without_an_access_role_opens_nothing() =>
        Assert.Equal(CallerKinds.None, (await ReadAsync(Token(roles: ["ComplaintSpecialist"])))!.Kinds);

    [Fact]
    public async Task A_token_of_another_issuer_is_refused() =>
        await AssertRefusedAsync(Token(change: token => token.Issuer = "https://login.example/other/v2.0"));

    [Fact]
    public async Task A_token_for_another_application_is_refused() => await AssertRefusedAsync(Token(change: token => token.Audience = "another-app"));

    [Theory]
    [InlineData(-59, true)]
    [InlineData(-61, false)]
    public async Task A_token_is_alive_until_its_end_and_a_minute_of_skew(int secondsToEnd, bool isTaken) => await AssertTakenAsync(
        Token(change: token => (token.NotBefore, token.Expires) = (Now.AddHours(-1), Now.AddSeconds(secondsToEnd))), isTaken);

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public async Task A_token_is_alive_from_its_beginning_less_a_minute_of_skew(int secondsToStart, bool isTaken) =>
        await AssertTakenAsync(Token(change: token => token.NotBefore = Now.AddSeconds(secondsToStart)), isTaken);

    [Fact]
    public async Task A_token_without_signature_is_refused() => await AssertRefusedAsync(Token(change: token => token.SigningCredentials = null));

    [Fact]
    public async Task A_token_signed_with_the_public_key_as_a_shared_secret_is_refused() => await AssertRefusedAsync(Token(change: token =>
        token.SigningCredentials = new SigningCredentials(
            new SymmetricSecurityKey(provider.Key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = provider.Key.KeyId }, SecurityAlgorithms.HmacSha256)));

    [Fact]
    public async Task A_token_of_a_program_is_refused() => await AssertRefusedAsync(Token(change: token => token.Claims["idtyp"] = "app"));

    [Fact]
    public async Task A_token_signed_by_somebody_else_under_the_same_key_id_is_refused()
    {
        using var other = System.Security.Cryptography.RSA.Create(2048);
        await AssertRefusedAsync(Token(change: token =>
            token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(other) { KeyId = provider.Key.KeyId }, SecurityAlgorithms.RsaSha256)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a token")]
    [InlineData("a.b.c")]
    [InlineData("track.nonsense")]
    public async Task What_is_no_token_is_refused(string text) => await AssertRefusedAsync(text);

    [Fact]
    public async Task Keys_are_fetched_once_and_again_when_they_are_old()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull(await ReadAsync(Token()));
        }

        Assert.Equal(1, provider.Fetches);
        clock.Now += SigningKeys.Freshness;
        Assert.NotNull(await ReadAsync(Token()));
        Assert.Equal(2, provider.Fetches);
    }

    [Fact]
    public async Task A_new_key_is_found_when_the_provider_rotates()
    {
        var old = Token();
        Assert.NotNull(await ReadAsync(old));
        provider.Rotate();
        clock.Now += SigningKeys.Pause;

        Assert.NotNull(await ReadAsync(Token()));
        await AssertRefusedAsync(old);
    }

    [Fact]
    public async Task Invented_key_ids_do_not_flood_the_provider()
    {
        Assert.NotNull(await ReadAsync(Token()));
        for (var i = 0; i < 20; i++)
        {
            using var other = System.Security.Cryptography.RSA.Create(2048);
            await AssertRefusedAsync(Token(change: token =>
                token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(other) { KeyId = $"invented-{i}" }, SecurityAlgorithms.RsaSha256)));
        }

        Assert.Equal(1, provider.Fetches);
    }

    [Fact]
    public async Task Known_keys_go_on_while_the_provider_is_down_but_not_beyond_a_day()
    {
        Assert.NotNull(await ReadAsync(Token()));
        await provider.StopAsync();

        clock.Now += SigningKeys.Freshness;
        Assert.NotNull(await ReadAsync(Token()));
        clock.Now += SigningKeys.LongestTrust;
        var problem = await Assert.ThrowsAsync<ApiProblem>(() => ReadAsync(Token()));
        Assert.Equal(ProblemKind.SignInUnavailable, problem.Kind);

        await provider.ResumeAsync();
        clock.Now += SigningKeys.Pause;
        Assert.NotNull(await ReadAsync(Token()));
    }

    [Fact]
    public async Task Without_any_key_the_caller_hears_that_the_sign_in_is_down_not_that_the_token_is_bad()
    {
        await provider.StopAsync();
        var problem = await Assert.ThrowsAsync<ApiProblem>(() => ReadAsync(Token()));
        Assert.Equal((ProblemKind.SignInUnavailable, SigningKeys.Pause), (problem.Kind, problem.RetryAfter));
    }

    [Fact]
    public async Task Metadata_of_another_issuer_are_not_believed()
    {
        provider.ClaimedIssuer = "https://login.example/other/v2.0";
        Assert.Equal(ProblemKind.SignInUnavailable, (await Assert.ThrowsAsync<ApiProblem>(() => ReadAsync(Token()))).Kind);
    }

    [Theory]
    [InlineData("http://login.example/tenant/v2.0")]
    [InlineData("login.example")]
    public void An_issuer_without_https_is_not_accepted_as_a_setting(string issuer)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Security:StaffIssuer"] = issuer,
            ["Security:StaffAudience"] = "app",
        }).Build();
        Assert.Contains("https", Assert.Throws<InvalidOperationException>(() => new StaffSignIn(configuration)).Message, StringComparison.Ordinal);
    }

    private DateTime Now => clock.Now.UtcDateTime;

    private string Token(string[]? roles = null, Action<SecurityTokenDescriptor>? change = null) => provider.Token(clock.Now, roles: roles, change: change);

    private Task<Caller?> ReadAsync(string token)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = $"Bearer {token}";
        return tokens.IdentifyAsync(http.Request, CancellationToken.None);
    }

    private async Task AssertTakenAsync(string token, bool isTaken)
    {
        if (isTaken)
        {
            Assert.NotNull(await ReadAsync(token));
        }
        else
        {
            await AssertRefusedAsync(token);
        }
    }

    private async Task AssertRefusedAsync(string token) =>
        Assert.Equal(ProblemKind.TokenInvalid, (await Assert.ThrowsAsync<ApiProblem>(() => ReadAsync(token))).Kind);

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 4, 2, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
