using CareLoop.Functions.Tests.Support;
namespace CareLoop.Functions.Tests.Infra;

public sealed class FunctionAppTests
{
    private static readonly BicepObject Site = Assert.Single(Infrastructure.OfType("Microsoft.Web/sites")).Body;

    [Fact]
    public void The_app_runs_on_flex_consumption_with_dotnet_10_isolated()
    {
        var plan = Assert.Single(Infrastructure.OfType("Microsoft.Web/serverfarms")).Body;

        Assert.Equal(("'FC1'", "'FlexConsumption'", "true"), (plan.TextAt("sku", "name"), plan.TextAt("sku", "tier"), plan.TextAt("properties", "reserved")));
        Assert.Equal("'functionapp,linux'", Site.TextAt("kind"));
        Assert.Equal("'dotnet-isolated'", Site.TextAt("properties", "functionAppConfig", "runtime", "name"));
        Assert.Equal("'10.0'", Site.TextAt("properties", "functionAppConfig", "runtime", "version"));
    }

    [Fact]
    public void The_package_is_read_from_a_blob_with_the_apps_identity()
    {
        var storage = Site.At("properties", "functionAppConfig", "deployment", "storage")!;

        Assert.Equal("'blobContainer'", storage.TextAt("type"));
        Assert.Equal("'UserAssignedIdentity'", storage.TextAt("authentication", "type"));
        Assert.StartsWith("'${hub.properties.primaryEndpoints.blob}", storage.TextAt("value"), StringComparison.Ordinal);
        var containers = Infrastructure.Single("main.bicep", "module", "hub").Body.At("params", "containers")!.All().OfType<BicepExpression>();
        Assert.Equal("deploymentContainer", Assert.Single(containers).Text);
    }

    [Fact]
    public void Http_durable_and_the_inbound_function_can_be_kept_warm()
    {
        var groups = Assert.IsType<BicepArray>(Infrastructure.Single("main.bicep", "module", "functionApp").Body.At("params", "alwaysReady")).Items;

        Assert.Equal(
            ["'http'", "'durable'", "empty(inboundFunctionName) ? '' : 'function:${inboundFunctionName}'"],
            groups.Select(group => group.TextAt("name")));
        Assert.Equal("1", Infrastructure.Single("main.bicep", "param", "alwaysReadyHttp").Value.TextAt());
        Assert.Equal("1", Infrastructure.Single("main.bicep", "param", "alwaysReadyDurable").Value.TextAt());
        foreach (var limit in new[] { "instanceMemoryMB", "maximumInstanceCount" })
        {
            Assert.Equal(limit, Site.TextAt("properties", "functionAppConfig", "scaleAndConcurrency", limit));
        }
    }

    [Theory]
    [InlineData("channels", "channelSettings", "'Channels__${item.key}'")]
    [InlineData("senders", "senderSettings", "item.key")]
    public void Channel_accounts_and_senders_are_given_as_one_parameter_each_and_their_secrets_by_name(string parameter, string variable, string name)
    {
        var settings = Infrastructure.Single("app/function-app.bicep", "var", variable).Value.TextAt()!;

        Assert.Contains($"item => {name}", settings, StringComparison.Ordinal);
        Assert.Contains("startsWith(item.value, 'vault:')", settings, StringComparison.Ordinal);
        Assert.Contains("SecretUri=${vaultUri}secrets/${substring(item.value, 6)}", settings, StringComparison.Ordinal);
        Assert.Contains(variable, Infrastructure.AllText[Infrastructure.AllText.IndexOf("union(appSettings", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal(parameter, Infrastructure.Single("main.bicep", "module", "functionApp").Body.TextAt("params", parameter));
    }

    [Fact]
    public void Settings_that_the_plan_sets_itself_are_not_set()
    {
        var settings = AppSettings.InBicep();

        Assert.DoesNotContain("FUNCTIONS_WORKER_RUNTIME", settings);
        Assert.DoesNotContain("FUNCTIONS_EXTENSION_VERSION", settings);
        Assert.DoesNotContain(settings, name => name.StartsWith("WEBSITE_", StringComparison.Ordinal));
        Assert.DoesNotContain("AzureWebJobsStorage", settings);
    }

    [Fact]
    public void Each_connection_says_where_and_as_whom()
    {
        var settings = AppSettings.InBicep();

        Assert.Superset(
            new HashSet<string>
            {
                "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__queueServiceUri", "AzureWebJobsStorage__tableServiceUri",
                "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId",
                "ServiceBusConnection__fullyQualifiedNamespace", "ServiceBusConnection__credential", "ServiceBusConnection__clientId",
                "CareLoopStorage__blobServiceUri", "CareLoopStorage__tableServiceUri", "AZURE_CLIENT_ID",
                "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
            },
            settings);
    }

    [Fact]
    public void Secrets_are_references_to_what_the_scripts_create()
    {
        var references = ((BicepObject)Infrastructure.Single("app/function-app.bicep", "var", "secretReferences").Value).Properties;
        Assert.All(references.Values, reference => Assert.StartsWith(
            "'@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/", reference.TextAt(), StringComparison.Ordinal));
        var names = references.Values.Select(reference => reference.TextAt()!.Split("secrets/")[1].TrimEnd('\'', ')')).ToList();

        Assert.Contains($"for name in {string.Join(' ', names)}; do", Repository.Read("infra", "scripts", "create-secrets.sh"), StringComparison.Ordinal);
        Assert.Contains(
            $"foreach ($name in {string.Join(", ", names.Select(name => $"'{name}'"))})",
            Repository.Read("infra", "scripts", "create-secrets.ps1"),
            StringComparison.Ordinal);
        Assert.Equal("identityId", Site.TextAt("properties", "keyVaultReferenceIdentity"));
    }

    [Fact]
    public void The_second_wrapping_key_is_asked_for_only_while_keys_are_rotated()
    {
        Assert.Equal("false", Infrastructure.Single("main.bicep", "param", "acceptSecondWrappingKey").Value.TextAt());
        var settings = Infrastructure.Single("app/function-app.bicep", "var", "rotationSettings").Value.TextAt()!;
        Assert.StartsWith("!acceptSecondWrappingKey ? {} : {", settings, StringComparison.Ordinal);
        Assert.Contains("Security__SecondDataWrappingKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/", settings, StringComparison.Ordinal);
        Assert.Contains("rotationSettings", Infrastructure.AllText.Split("name: 'appsettings'")[1].Split(')')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_durable_backend_is_chosen_by_one_parameter()
    {
        Assert.Equal("'azureStorage'", Infrastructure.Single("main.bicep", "param", "durableBackend").Value.TextAt());
        Assert.Equal("durableBackend == 'azureManaged'", Infrastructure.Single("main.bicep", "var", "usesScheduler").Value.TextAt());
        Assert.Equal("usesScheduler", Infrastructure.Single("main.bicep", "module", "scheduler").Condition);
        var settings = Infrastructure.Single("app/function-app.bicep", "var", "schedulerSettings").Value.TextAt()!;
        Assert.StartsWith("empty(schedulerEndpoint) ? {} : {", settings, StringComparison.Ordinal);
        Assert.Contains("durableTask__storageProvider__type: 'azureManaged'", settings, StringComparison.Ordinal);
    }
}
