using CareLoop.Embedded.Hosting.Catalog;
using CareLoop.Embedded.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.Hosting.Invocation;

/// <summary>Runs one function: a scope of services, the middleware around it, the class from the container, its result.</summary>
internal sealed partial class FunctionInvoker
{
    private readonly IServiceScopeFactory scopes;
    private readonly ILoggerFactory loggers;
    private readonly MethodCaller caller = new();
    private readonly FunctionExecutionDelegate pipeline;

    public FunctionInvoker(IServiceScopeFactory scopes, ILoggerFactory loggers, InvocationPipeline middleware)
    {
        this.scopes = scopes;
        this.loggers = loggers;
        pipeline = middleware.Build(ExecuteAsync);
    }

    /// <returns>What the function returned, or what middleware made of it.</returns>
    public async Task<object?> InvokeAsync(FunctionDescriptor function, TriggerData trigger, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = new EmbeddedFunctionContext(function, trigger, scope.ServiceProvider, cancellation);
        try
        {
            var running = pipeline(context);
            if (function.Kind == TriggerKind.Orchestration && !context.HasReachedFunction && !running.IsCompleted)
            {
                throw new InvalidOperationException(
                    $"Middleware awaited something of its own before orchestrator {function.Name} began. Azure refuses that as well: an "
                    + "orchestrator's thread waits for durable tasks only. Call next first, or leave orchestrators out with UseWhen.");
            }

            await running;
            return context.Result.Value;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Log.Cancelled(LoggerOf(function), function.Name, context.InvocationId);
            throw;
        }
        catch (Exception error) when (function.Kind != TriggerKind.Orchestration)
        {
            // A failed orchestration is the engine's to report: its code runs again on every replay.
            Log.Failed(LoggerOf(function), error, function.Name, context.InvocationId);
            throw;
        }
    }

    private async Task ExecuteAsync(FunctionContext context)
    {
        var invocation = (EmbeddedFunctionContext)context;
        invocation.HasReachedFunction = true;
        var method = invocation.Function.Method;
        var target = method.IsStatic ? null : ActivatorUtilities.CreateInstance(context.InstanceServices, method.DeclaringType!);
        invocation.Result.Value = await caller.CallAsync(method, target, ParameterBinder.Bind(invocation));
    }

    private ILogger LoggerOf(FunctionDescriptor function) => loggers.CreateLogger($"Function.{function.Name}");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} failed (invocation {InvocationId})")]
        public static partial void Failed(ILogger logger, Exception error, string function, string invocationId);

        [LoggerMessage(2, LogLevel.Information, "Function {Function} was cancelled (invocation {InvocationId})")]
        public static partial void Cancelled(ILogger logger, string function, string invocationId);
    }
}
