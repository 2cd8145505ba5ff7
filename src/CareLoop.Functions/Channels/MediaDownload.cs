using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Channels;

/// <summary>
/// Fetches a file: from the platform's own source where it has one, else from the address the push named. An address comes from outside, so
/// only hosts the account's settings name are called, over HTTPS, and redirects are not followed. A partner with a certificate authority of
/// its own is trusted by the setting <c>Media__RootCertificates</c>, a file of PEM certificates that are trusted besides the system's.
/// </summary>
public sealed class MediaDownload(IEnumerable<IMediaSource> sources, IConfiguration configuration) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http = new(HandlerOf(configuration["Media:RootCertificates"])) { Timeout = Patience };

    /// <exception cref="MediaGoneException">Trying again is useless.</exception>
    public Task<FetchedMedia> FetchAsync(ChannelAccount account, ChannelMedia media, long maxBytes, CancellationToken cancellation) =>
        media.Id is not null && sources.FirstOrDefault(source => source.Platform == account.Platform) is { } source
            ? source.FetchAsync(account, media, maxBytes, cancellation)
            : GetAsync(AddressOf(account, media), maxBytes, cancellation);

    public void Dispose() => http.Dispose();

    private static Uri AddressOf(ChannelAccount account, ChannelMedia media) =>
        Uri.TryCreate(media.Url, UriKind.Absolute, out var address)
        && address.Scheme == Uri.UriSchemeHttps
        && account.MediaHosts.Contains(address.IdnHost, StringComparer.OrdinalIgnoreCase)
            ? address
            : throw new MediaGoneException("address-not-allowed");

    private static SocketsHttpHandler HandlerOf(string? rootCertificates)
    {
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (rootCertificates is { Length: > 0 })
        {
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(rootCertificates);
            using X509Store system = new(StoreName.Root, StoreLocation.LocalMachine);
            system.Open(OpenFlags.ReadOnly);
            policy.CustomTrustStore.AddRange(system.Certificates);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return handler;
    }

    private async Task<FetchedMedia> GetAsync(Uri address, long maxBytes, CancellationToken cancellation)
    {
        // The client's own timeout ends with the headers.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Forbidden || (int)response.StatusCode is >= 300 and < 400)
        {
            throw new MediaGoneException("expired");
        }

        response.EnsureSuccessStatusCode();
        return await FetchedMedia.TakeAsync(response.Content, maxBytes, patience.Token);
    }
}
