using CareLoop.Embedded.Hosting.Catalog;
using CareLoop.Embedded.Worker;

namespace CareLoop.Embedded.Hosting.Invocation;

/// <summary>One invocation on its way through the pipeline.</summary>
internal sealed class EmbeddedFunctionContext(
    FunctionDescriptor function,
    TriggerData trigger,
    IServiceProvider services,
    CancellationToken cancellation) : FunctionContext
{
    /// <summary>The key under which the official ASP.NET Core integration keeps the request, too.</summary>
    public const string HttpContextItem = "HttpRequestContext";

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override FunctionDefinition FunctionDefinition => function;

    public override BindingContext BindingContext { get; } = new Data(trigger.BindingData);

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override CancellationToken CancellationToken => cancellation;

    public FunctionDescriptor Function => function;

    public TriggerData Trigger => trigger;

    public InvocationResult Result { get; } = new MutableResult();

    /// <summary>Whether the middleware has let the invocation through to the function itself.</summary>
    public bool HasReachedFunction { get; set; }

    private sealed class Data(IReadOnlyDictionary<string, object?> values) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => values;
    }

    private sealed class MutableResult : InvocationResult
    {
        public override object? Value { get; set; }
    }
}
