using System.Net;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using CareLoop.Embedded.Storage.Blobs;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Embedded.Tests.Azurite;

namespace CareLoop.Embedded.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class StoragePipelineTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_retried_insert_that_had_succeeded_is_a_conflict()
    {
        var table = await azurite.NewTableAsync();
        using var wire = new Wire(new SocketsHttpHandler()) { LostAnswers = 1 };
        var client = new TableServiceClient(azurite.Server.ConnectionString, Fast(new TableClientOptions(), wire)).GetTableClient(table.Name);

        var conflict = await Assert.ThrowsAsync<RequestFailedException>(() => client.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((409, "EntityAlreadyExists"), (conflict.Status, conflict.ErrorCode));
        Assert.Equal(2, wire.Requests.Count);
        Assert.NotEmpty(await TableRowTests.All(table));
    }

    [Fact]
    public async Task A_retried_upload_starts_over()
    {
        var container = await azurite.NewContainerAsync();
        using var wire = new Wire(new SocketsHttpHandler()) { LostAnswers = 1 };
        var client = new BlobServiceClient(azurite.Server.ConnectionString, Fast(new BlobClientOptions(), wire));
        var blob = client.GetBlobContainerClient(container.Name).GetBlobClient("b");
        using var content = new MemoryStream("skipped content"u8.ToArray()) { Position = 8 };

        await blob.UploadAsync(content, overwrite: true);

        Assert.Equal(2, wire.Requests.Count);
        Assert.Equal("content", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task A_token_credential_is_asked_for_the_storage_scope_and_sent_as_bearer()
    {
        using var wire = new Wire(new Canned(HttpStatusCode.NoContent, "", "application/json"));
        var credential = new FixedCredential();
        var tables = new TableServiceClient(new Uri("https://care.table.core.windows.net"), credential, Fast(new TableClientOptions(), wire));
        var blobs = new BlobServiceClient(new Uri("https://care.blob.core.windows.net"), credential, Fast(new BlobClientOptions(), wire));

        await tables.GetTableClient("cases").AddEntityAsync(new TableEntity("p", "r"));
        await blobs.GetBlobContainerClient("evidence").UploadBlobAsync("a/b", BinaryData.FromString("x"));

        Assert.All(wire.Requests, request => Assert.Equal("Bearer a-token", request.Authorization));
        Assert.Equal(
            ["https://care.table.core.windows.net/cases", "https://care.blob.core.windows.net/evidence/a/b"],
            wire.Requests.Select(request => request.Url));
        Assert.All(credential.Scopes, scope => Assert.Equal("https://storage.azure.com/.default", scope));
    }

    [Fact]
    public async Task An_answer_of_something_that_is_no_storage_service_is_an_error_with_its_status()
    {
        using var wire = new Wire(new Canned(HttpStatusCode.Forbidden, "<html><br>no entry", "text/html"));
        var client = new TableServiceClient("UseDevelopmentStorage=true", Fast(new TableClientOptions(), wire));

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => client.CreateTableIfNotExistsAsync("cases"));

        Assert.Equal((403, null), (error.Status, error.ErrorCode));
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        var wrong = azurite.Server.ConnectionString.Replace("AccountKey=Eby8", "AccountKey=Eby9", StringComparison.Ordinal);

        var table = await Assert.ThrowsAsync<RequestFailedException>(() => new TableServiceClient(wrong).CreateTableIfNotExistsAsync("cases"));
        var blob = await Assert.ThrowsAsync<RequestFailedException>(
            () => new BlobServiceClient(wrong).GetBlobContainerClient("cases").CreateIfNotExistsAsync());

        Assert.Equal(403, table.Status);
        Assert.Equal((403, "AuthorizationFailure"), (blob.Status, blob.ErrorCode));
    }

    private static T Fast<T>(T options, HttpMessageHandler wire)
        where T : ClientOptions
    {
        options.Transport = new HttpClientTransport(wire);
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return options;
    }

    /// <summary>Notes the requests and loses the first answers after the server has acted.</summary>
    private sealed class Wire(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public List<(string Url, string? Authorization)> Requests { get; } = [];

        public int LostAnswers { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString()));
            var answer = await base.SendAsync(request, cancellationToken);
            return Requests.Count <= LostAnswers ? throw new IOException("The connection was reset.") : answer;
        }
    }

    private sealed class Canned(HttpStatusCode status, string body, string type) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) });
    }

    private sealed class FixedCredential : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("a-token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
