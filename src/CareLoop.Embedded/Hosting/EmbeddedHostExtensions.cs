using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CareLoop.Embedded.Hosting;

public static class EmbeddedHostExtensions
{
    /// <summary>Where a started host listens, with the port that was found for port 0.</summary>
    public static Uri Address(this IHost host) =>
        new(host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
}
