using CareLoop.Embedded.Hosting;
using CareLoop.Embedded.Hosting.Configuration;
using CareLoop.Embedded.Hosting.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.Worker;

/// <summary>Builds a function app: the official builder's members over ASP.NET Core's own builder.</summary>
public sealed class FunctionsApplicationBuilder : IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder web;
    private readonly InvocationPipeline pipeline = new();

    internal FunctionsApplicationBuilder(string[] args, EmbeddedHostOptions options)
    {
        Options = options;
        web = HostConfiguration.CreateBuilder(args, options, out var hostJson);
        HostJson = hostJson;
        EmbeddedHostAssembly.AddServices(web.Services, options, hostJson);
    }

    public IServiceCollection Services => web.Services;

    public ConfigurationManager Configuration => web.Configuration;

    public IHostEnvironment Environment => web.Environment;

    public ILoggingBuilder Logging => web.Logging;

    internal EmbeddedHostOptions Options { get; }

    internal HostJson HostJson { get; }

    /// <summary>Whether HTTP functions may use ASP.NET Core's types.</summary>
    internal bool IsWebApplication { get; set; }

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        pipeline.Add(middleware);
        return this;
    }

    /// <summary>Checks the app and puts the host together; nothing runs or listens before it is started.</summary>
    /// <exception cref="EmbeddedHostException">The app cannot start as written or configured.</exception>
    public IHost Build() => EmbeddedHostAssembly.Build(web, this, pipeline);
}
