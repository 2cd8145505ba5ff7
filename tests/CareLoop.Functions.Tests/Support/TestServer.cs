using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Tests.Support;

/// <summary>A quiet web server on this machine, for somebody the application talks to.</summary>
internal static class TestServer
{
    public const string AnyPort = "http://127.0.0.1:0";

    public static WebApplication Build(Action<IWebHostBuilder> listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        listen(builder.WebHost);
        return builder.Build();
    }

    /// <summary>Where a server that runs has been listening.</summary>
    public static string AddressOf(WebApplication server) =>
        server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}
