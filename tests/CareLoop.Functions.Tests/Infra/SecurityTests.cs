using System.Text.RegularExpressions;

namespace CareLoop.Functions.Tests.Infra;

public sealed partial class SecurityTests
{
    /// <summary>The built-in data roles that may be given. Anything that can change resources or give rights is missing on purpose.</summary>
    private static readonly Dictionary<string, string> AllowedRoles = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"] = "Azure Service Bus Data Sender",
        ["4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"] = "Azure Service Bus Data Receiver",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["0ad04412-c4d5-4796-b79c-f76d14c8d402"] = "Durable Task Data Contributor",
    };

    [Fact]
    public void Only_known_data_roles_are_given()
    {
        var used = Id().Matches(Infrastructure.AllText).Select(id => id.Value).Distinct().ToList();

        Assert.Equal(AllowedRoles.Keys.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Owning_blobs_is_for_the_hosts_account_only()
    {
        Assert.Contains("b7e6dc6d", Infrastructure.Single("app/roles.bicep", "var", "hubRoles").Value.TextAt("storageBlobDataOwner"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Infrastructure.Single("app/roles.bicep", "var", "dataRoles").Value.All().OfType<BicepExpression>(),
            role => role.Text.Contains("b7e6dc6d", StringComparison.Ordinal));
    }

    [Fact]
    public void A_role_is_given_on_one_resource_never_on_a_group_or_subscription() => Assert.All(
        Infrastructure.OfType("Microsoft.Authorization/roleAssignments"),
        role => Assert.Contains(role.Body.TextAt("scope"), new[] { "hub", "data", "serviceBus", "vault", "insights", "scheduler" }));

    [Fact]
    public void Storage_refuses_keys_anonymous_readers_and_old_tls_and_keeps_what_was_deleted()
    {
        var account = Assert.Single(Infrastructure.OfType("Microsoft.Storage/storageAccounts"));
        Assert.Equal("false", account.Body.TextAt("properties", "allowSharedKeyAccess"));
        Assert.Equal("false", account.Body.TextAt("properties", "allowBlobPublicAccess"));
        Assert.Equal("'TLS1_2'", account.Body.TextAt("properties", "minimumTlsVersion"));
        Assert.Equal("true", account.Body.TextAt("properties", "supportsHttpsTrafficOnly"));
        var blobs = Assert.Single(Infrastructure.OfType("Microsoft.Storage/storageAccounts/blobServices"));
        foreach (var policy in new[] { "deleteRetentionPolicy", "containerDeleteRetentionPolicy" })
        {
            Assert.Equal(("true", "7"), (blobs.Body.TextAt("properties", policy, "enabled"), blobs.Body.TextAt("properties", policy, "days")));
        }

        var container = Assert.Single(Infrastructure.OfType("Microsoft.Storage/storageAccounts/blobServices/containers"));
        Assert.Equal("'None'", container.Body.TextAt("properties", "publicAccess"));
    }

    [Theory]
    [InlineData("Microsoft.ServiceBus/namespaces", "true", "properties", "disableLocalAuth")]
    [InlineData("Microsoft.ServiceBus/namespaces", "'1.2'", "properties", "minimumTlsVersion")]
    [InlineData("Microsoft.Insights/components", "true", "properties", "DisableLocalAuth")]
    [InlineData("Microsoft.OperationalInsights/workspaces", "true", "properties", "features", "disableLocalAuth")]
    [InlineData("Microsoft.KeyVault/vaults", "true", "properties", "enableRbacAuthorization")]
    [InlineData("Microsoft.KeyVault/vaults", "true", "properties", "enablePurgeProtection")]
    [InlineData("Microsoft.Web/sites", "true", "properties", "httpsOnly")]
    [InlineData("Microsoft.Web/sites", "'1.2'", "properties", "siteConfig", "minTlsVersion")]
    [InlineData("Microsoft.Web/sites", "'UserAssigned'", "identity", "type")]
    [InlineData("Microsoft.Network/publicIPAddresses", "'Static'", "properties", "publicIPAllocationMethod")]
    public void A_resource_is_closed_in_the_way_it_can_be(string type, string value, params string[] path) =>
        Assert.Equal(value, Assert.Single(Infrastructure.OfType(type)).Body.TextAt(path));

    [Fact]
    public void Publishing_with_a_password_is_off()
    {
        var policies = Infrastructure.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies").ToList();

        Assert.Equal(["'ftp'", "'scm'"], policies.Select(policy => policy.Body.TextAt("name")).Order(StringComparer.Ordinal));
        Assert.All(policies, policy => Assert.Equal("false", policy.Body.TextAt("properties", "allow")));
    }

    [Fact]
    public void Nothing_is_open_to_the_whole_internet_by_address()
    {
        Assert.DoesNotContain("0.0.0.0", Infrastructure.AllText, StringComparison.Ordinal);
        Assert.Contains("outputs.outboundAddress}/32", Infrastructure.Single("main.bicep", "module", "scheduler").Body.At("params", "allowedAddresses")!
            .All().OfType<BicepExpression>().Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_key_of_an_account_is_ever_asked_for()
    {
        foreach (var call in new[] { "listKeys", "listAccountSas", "listCredentials", "listSecrets", "AccountKey", "SharedAccessKey" })
        {
            Assert.DoesNotContain(call, Infrastructure.AllText, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("core.windows.net")]
    [InlineData("servicebus.windows.net")]
    [InlineData("vault.azure.net")]
    [InlineData("vaultcore.azure.net")]
    [InlineData("microsoftonline")]
    [InlineData("azurewebsites.net")]
    [InlineData("management.azure.com")]
    public void Host_names_follow_from_the_cloud(string suffix) =>
        Assert.DoesNotContain(suffix, Infrastructure.AllText, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.IgnoreCase)]
    private static partial Regex Id();
}
