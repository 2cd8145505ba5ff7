namespace CareLoop.Embedded.Tests.Azurite;

/// <summary>Tests that share the one Azurite of <see cref="AzuriteFixture"/>.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}
