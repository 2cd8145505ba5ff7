namespace CareLoop.Embedded.Worker;

/// <summary>One invocation of one function.</summary>
public abstract class FunctionContext
{
    public abstract string InvocationId { get; }

    public abstract string FunctionId { get; }

    public abstract FunctionDefinition FunctionDefinition { get; }

    public abstract BindingContext BindingContext { get; }

    /// <summary>Services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>Notes that middleware and function leave for each other.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Cancelled when the host stops, or the caller of an HTTP function hangs up.</summary>
    public virtual CancellationToken CancellationToken { get; }
}

/// <summary>The function being invoked.</summary>
public abstract class FunctionDefinition
{
    public abstract string Name { get; }

    public abstract string Id { get; }

    /// <summary>Full name of class and method.</summary>
    public abstract string EntryPoint { get; }
}

/// <summary>Values that came with the trigger: route and query values, message properties, the instance id.</summary>
public abstract class BindingContext
{
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
