using CareLoop.Embedded.Worker;

namespace CareLoop.Embedded.Hosting.Invocation;

/// <summary>Middleware in the order of its registration, the first one outermost.</summary>
internal sealed class InvocationPipeline
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];

    public void Add(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> item) => middleware.Add(item);

    public FunctionExecutionDelegate Build(FunctionExecutionDelegate function) =>
        Enumerable.Reverse(middleware).Aggregate(function, (next, item) => item(next));
}
