using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Worker;

/// <summary>What extensions of the worker configure.</summary>
public interface IFunctionsWorkerApplicationBuilder
{
    IServiceCollection Services { get; }

    IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware);
}
