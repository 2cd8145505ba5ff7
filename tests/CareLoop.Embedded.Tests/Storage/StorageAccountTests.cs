using CareLoop.Embedded.Storage.Protocol;

namespace CareLoop.Embedded.Tests.Storage;

public sealed class StorageAccountTests
{
    private const string Key = "c2VjcmV0LWtleQ==";

    [Fact]
    public void Development_storage_is_azurite_on_its_usual_ports()
    {
        var account = StorageAccount.Parse("UseDevelopmentStorage=true");

        Assert.Equal("devstoreaccount1", account.Name);
        Assert.Equal(new Uri("http://127.0.0.1:10000/devstoreaccount1"), account.Endpoint("blob"));
        Assert.Equal(new Uri("http://127.0.0.1:10002/devstoreaccount1"), account.Endpoint("table"));
    }

    [Fact]
    public void Endpoints_follow_from_name_and_suffix_unless_they_are_given()
    {
        var china = StorageAccount.Parse($"DefaultEndpointsProtocol=https;AccountName=care;AccountKey={Key};EndpointSuffix=core.chinacloudapi.cn");
        var own = StorageAccount.Parse($"AccountName=care;AccountKey={Key};TableEndpoint=http://localhost:7/care;");

        Assert.Equal(new Uri("https://care.table.core.chinacloudapi.cn/"), china.Endpoint("table"));
        Assert.Equal(new Uri("http://localhost:7/care"), own.Endpoint("table"));
        Assert.Equal(new Uri("https://care.blob.core.windows.net/"), own.Endpoint("blob"));
        Assert.Equal("secret-key"u8.ToArray(), own.Key);
    }

    [Theory]
    [InlineData("AccountName=care", "AccountKey")]
    [InlineData("AccountKey=" + Key, "AccountName")]
    [InlineData("AccountName=care;AccountKey=not base64!", "base64")]
    [InlineData("care", "Name=Value")]
    public void A_malformed_connection_string_is_explained_without_showing_the_key(string connectionString, string explanation)
    {
        var error = Assert.Throws<FormatException>(() => StorageAccount.Parse(connectionString));

        Assert.Contains(explanation, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not base64!", error.ToString(), StringComparison.Ordinal);
    }
}
