using System.Text.Json;
using System.Text.RegularExpressions;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Infra;

public sealed class DeploymentTests
{
    [Fact]
    public void The_parameter_file_names_parameters_that_exist_and_all_without_default()
    {
        var given = JsonDocument.Parse(Repository.Read("infra", "main.parameters.json")).RootElement.GetProperty("parameters")
            .EnumerateObject().Select(parameter => parameter.Name).ToList();
        var declared = Infrastructure.Files["main.bicep"].Where(declaration => declaration.Kind == "param").ToList();

        Assert.Empty(given.Except(declared.Select(parameter => parameter.Name)));
        Assert.Empty(declared.Where(parameter => parameter.Value.TextAt() == "").Select(parameter => parameter.Name).Except(given));
    }

    [Fact]
    public void The_guide_explains_every_parameter_and_variable()
    {
        var guide = Repository.Read("docs", "azure.md");
        var names = Infrastructure.Files["main.bicep"].Where(declaration => declaration.Kind == "param").Select(parameter => parameter.Name)
            .Concat(Regex.Matches(Repository.Read("infra", "main.parameters.json"), @"\$\{(\w+)").Select(variable => variable.Groups[1].Value));

        Assert.All(names, name => Assert.Contains($"`{name}`", guide, StringComparison.Ordinal));
    }

    [Fact]
    public void Azd_finds_the_project_the_app_and_the_hooks()
    {
        var azure = Repository.Read("azure.yaml");
        Assert.Contains("project: ./src/CareLoop.Functions", azure, StringComparison.Ordinal);
        Assert.True(File.Exists(Repository.PathOf("src", "CareLoop.Functions", "CareLoop.Functions.csproj")));
        Assert.Contains("\n  api:\n", azure, StringComparison.Ordinal);
        Assert.Contains("'azd-service-name': 'api'", Repository.Read("infra", "app", "function-app.bicep"), StringComparison.Ordinal);
        foreach (var hook in new[] { "create-secrets.sh", "create-secrets.ps1" })
        {
            Assert.Contains($"run: ./infra/scripts/{hook}", azure, StringComparison.Ordinal);
            Assert.True(File.Exists(Repository.PathOf("infra", "scripts", hook)));
        }

        if (!OperatingSystem.IsWindows())
        {
            var mode = File.GetUnixFileMode(Repository.PathOf("infra", "scripts", "create-secrets.sh"));
            Assert.True(mode.HasFlag(UnixFileMode.UserExecute));
        }
    }

    [Fact]
    public void The_azure_runtime_is_chosen_where_azd_builds() => Assert.Contains(
        "Condition=\"'$(FunctionsRuntime)' == '' and '$(AZURE_ENV_NAME)' != ''\">Azure<",
        Repository.Read("Directory.Build.props"),
        StringComparison.Ordinal);

    [Fact]
    public void Every_resource_with_a_place_has_tags() => Assert.All(
        Infrastructure.Resources.Where(resource => resource.Resource.Body.At("location") is not null),
        resource => Assert.Contains("tags", resource.Resource.Body.TextAt("tags"), StringComparison.Ordinal));

    [Fact]
    public void What_matters_is_logged_to_the_workspace()
    {
        var scopes = Infrastructure.OfType("Microsoft.Insights/diagnosticSettings").ToList();

        Assert.Equal(
            ["account::blobs", "account::tables", "namespace", "site", "vault"],
            scopes.Select(setting => setting.Body.TextAt("scope")).Order(StringComparer.Ordinal));
        Assert.All(scopes, setting => Assert.Equal("workspaceId", setting.Body.TextAt("properties", "workspaceId")));
    }

    [Fact]
    public void Orchestrations_and_cases_live_in_accounts_of_their_own()
    {
        var accounts = Infrastructure.Files["main.bicep"].Where(declaration => declaration.Type == "app/storage-account.bicep").ToList();

        Assert.Equal(["data", "hub"], accounts.Select(account => account.Name).Order(StringComparer.Ordinal));
        Assert.Equal(2, accounts.Select(account => account.Body.TextAt("params", "name")).Distinct().Count());
    }

    [Fact]
    public void Blobs_that_nobody_needs_any_more_are_deleted_by_age_but_never_before_their_retention()
    {
        var data = Infrastructure.Single("main.bicep", "module", "data").Body;
        var containers = ((BicepArray)data.At("params", "containers")!).Items.Select(item => item.TextAt()!.Trim('\'')).ToList();
        var rules = ((BicepArray)data.At("params", "lifecycleRules")!).Items;

        Assert.All(rules, rule => Assert.Contains(rule.TextAt("prefix")!.Trim('\'').TrimEnd('/'), containers));
        Assert.Equal("exportDays", Rule("exports").TextAt("deleteAfterDays"));
        Assert.InRange(int.Parse(Infrastructure.Single("main.bicep", "param", "exportDays").Value.TextAt()!), 8, 100);
        Assert.Equal("evidenceMaximumDays", Rule("evidence").TextAt("deleteAfterDays"));
        Assert.True(int.Parse(Infrastructure.Single("main.bicep", "param", "evidenceMaximumDays").Value.TextAt()!) > 3 * 366);

        BicepNode Rule(string name) => rules.Single(rule => rule.TextAt("name") == $"'{name}'");
    }

    [Fact]
    public void The_network_has_one_fixed_way_out()
    {
        var network = Infrastructure.Files["app/network.bicep"];
        var subnets = (BicepArray)network.Single(declaration => declaration.Name == "network").Body.At("properties", "subnets")!;
        var app = subnets.Items.Single(subnet => subnet.TextAt("name") == "'app'");

        Assert.Equal("gateway.id", app.TextAt("properties", "natGateway", "id"));
        Assert.Equal("vnetEnabled || usesScheduler", Infrastructure.Single("main.bicep", "var", "needsNetwork").Value.TextAt());
        Assert.Equal("needsNetwork", Infrastructure.Single("main.bicep", "module", "network").Condition);
        Assert.Contains("OUTBOUND_ADDRESS", Infrastructure.Files["main.bicep"].Where(item => item.Kind == "output").Select(item => item.Name));
    }

    [Fact]
    public void A_budget_warns_before_and_when_the_money_is_spent()
    {
        var budget = Assert.Single(Infrastructure.OfType("Microsoft.Consumption/budgets")).Body;

        Assert.Equal("'Forecasted'", budget.TextAt("properties", "notifications", "forecast", "thresholdType"));
        Assert.Equal("'Actual'", budget.TextAt("properties", "notifications", "spent", "thresholdType"));
        Assert.Equal("'Monthly'", budget.TextAt("properties", "timeGrain"));
    }
}
