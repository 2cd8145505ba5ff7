using CareLoop.Embedded.Hosting.Invocation;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace CareLoop.Embedded.Hosting;

/// <summary>Puts the parts of the embedded host together.</summary>
internal static class EmbeddedHostAssembly
{
    public static IHost Build(WebApplicationBuilder web, FunctionsApplicationBuilder builder, InvocationPipeline pipeline)
    {
        return web.Build();
    }
}
