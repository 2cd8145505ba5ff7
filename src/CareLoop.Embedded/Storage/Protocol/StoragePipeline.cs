using Azure.Core;
using Azure.Core.Pipeline;

namespace CareLoop.Embedded.Storage.Protocol;

/// <summary>Azure.Core's pipeline as both storage services use it: retries, the given authentication, their error format.</summary>
internal static class StoragePipeline
{
    private const string Scope = "https://storage.azure.com/.default";

    /// <param name="options">The caller's retries, transport and policies.</param>
    /// <param name="authentication">Runs inside the retries, because a signature covers the time of the attempt.</param>
    public static HttpPipeline Build(ClientOptions options, HttpPipelinePolicy authentication) =>
        HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            RequestFailedDetailsParser = StorageErrorParser.Instance,
        });

    public static HttpPipelinePolicy Bearer(TokenCredential credential) => new BearerTokenAuthenticationPolicy(credential, Scope);
}
