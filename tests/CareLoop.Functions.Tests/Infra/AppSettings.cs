using System.Text.RegularExpressions;

namespace CareLoop.Functions.Tests.Infra;

/// <summary>Names of the settings that infra/ gives to the app.</summary>
internal static partial class AppSettings
{
    public static HashSet<string> InBicep() =>
    [
        .. ((BicepObject)Infrastructure.Single("app/function-app.bicep", "var", "appSettings").Value).Properties.Keys,
        .. ((BicepObject)Infrastructure.Single("app/function-app.bicep", "var", "secretReferences").Value).Properties.Keys,
        .. OnCondition("telemetrySettings"),
        .. OnCondition("rotationSettings"),
    ];

    /// <summary>Settings that a parameter switches on.</summary>
    private static IEnumerable<string> OnCondition(string variable) =>
        PropertyName().Matches(Infrastructure.Single("app/function-app.bicep", "var", variable).Value.TextAt()!).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\b(\w+): ")]
    private static partial Regex PropertyName();
}
