namespace CareLoop.Functions.Tests.Infra;

/// <summary>Names of the settings that infra/ gives to the app.</summary>
internal static class AppSettings
{
    public static HashSet<string> InBicep() =>
    [
        .. ((BicepObject)Infrastructure.Single("app/function-app.bicep", "var", "appSettings").Value).Properties.Keys,
        .. ((BicepObject)Infrastructure.Single("app/function-app.bicep", "var", "secretReferences").Value).Properties.Keys,
    ];
}
