using CareLoop.Embedded.Hosting;

namespace CareLoop.Embedded.Worker;

/// <summary>Where a function app's start-up begins.</summary>
public class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(args, new EmbeddedHostOptions());

    /// <summary>The embedded form: the options say where data, settings and functions are, and which clock runs.</summary>
    /// <exception cref="EmbeddedHostException">host.json or local.settings.json cannot be read.</exception>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args, EmbeddedHostOptions options) => new(args, options);
}
