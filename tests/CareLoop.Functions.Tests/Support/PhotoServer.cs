using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Tests.Support;

/// <summary>A partner's server with photos, over TLS with a certificate authority of its own.</summary>
public sealed class PhotoServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, byte[]> photos = new();
    private readonly ConcurrentDictionary<string, int> asked = new();

    private PhotoServer(WebApplication app) => this.app = app;

    /// <summary>Requests that are answered with 503 before a photo is given out.</summary>
    public int Failures { get; set; }

    public int Asked(string name) => asked.GetValueOrDefault(name);

    public static async Task<PhotoServer> StartAsync(string certificateFile)
    {
        var certificate = CreateCertificate();
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem());
        var server = new PhotoServer(TestServer.Build(host => host
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)))));
        server.app.MapGet("/{name}", server.Answer);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Offers a photo and returns its address.</summary>
    public string Offer(string name, byte[] photo)
    {
        photos[name] = photo;
        return AddressOf(name);
    }

    public string AddressOf(string name) => $"{TestServer.AddressOf(app)}/{name}";

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private IResult Answer(string name) =>
        asked.AddOrUpdate(name, 1, (_, count) => count + 1) <= Failures ? Results.StatusCode(503)
        : photos.TryGetValue(name, out var photo) ? Results.Bytes(photo, "image/jpeg")
        : Results.NotFound();

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
