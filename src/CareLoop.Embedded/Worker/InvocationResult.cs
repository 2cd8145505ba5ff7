using CareLoop.Embedded.Hosting.Invocation;

namespace CareLoop.Embedded.Worker;

/// <summary>What the function returned; middleware may replace it.</summary>
public abstract class InvocationResult<T>
{
    public abstract T? Value { get; set; }
}

/// <inheritdoc/>
public abstract class InvocationResult : InvocationResult<object>;

public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The result of this invocation: null until the function has run.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) => ((EmbeddedFunctionContext)context).Result;
}
