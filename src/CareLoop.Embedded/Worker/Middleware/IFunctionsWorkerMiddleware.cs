namespace CareLoop.Embedded.Worker;

/// <summary>The rest of the pipeline: further middleware, then the function.</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);

/// <summary>Runs around every invocation of every kind of function, orchestrators included.</summary>
public interface IFunctionsWorkerMiddleware
{
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
