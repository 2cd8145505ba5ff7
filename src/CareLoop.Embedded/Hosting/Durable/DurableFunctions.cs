using System.Reflection;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Hosting.Catalog;
using CareLoop.Embedded.Hosting.Invocation;
using CareLoop.Embedded.Worker;

namespace CareLoop.Embedded.Hosting.Durable;

/// <summary>The app's orchestrators and activities, as the durable engine asks for them.</summary>
internal sealed class DurableFunctions : IDurableFunctions
{
    private static readonly MethodInfo GetInput = typeof(TaskOrchestrationContext).GetMethod(nameof(TaskOrchestrationContext.GetInput))!;

    private readonly FunctionInvoker invoker;
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> orchestrators;
    private readonly Dictionary<string, DurableActivity> activities;

    public DurableFunctions(FunctionCatalog catalog, FunctionInvoker invoker)
    {
        this.invoker = invoker;
        orchestrators = catalog.Of(TriggerKind.Orchestration)
            .ToDictionary(DurableName.Of, Orchestrator, StringComparer.OrdinalIgnoreCase);
        activities = catalog.Of(TriggerKind.Activity)
            .ToDictionary(DurableName.Of, Activity, StringComparer.OrdinalIgnoreCase);
    }

    public Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(TaskName name) => orchestrators.GetValueOrDefault(name.Name);

    public DurableActivity? FindActivity(TaskName name) => activities.GetValueOrDefault(name.Name);

    private Func<TaskOrchestrationContext, Task<object?>> Orchestrator(FunctionDescriptor function) => context =>
        invoker.InvokeAsync(function, new TriggerData(parameter => BindOrchestrator(parameter, context), Data(context.InstanceId)), CancellationToken.None);

    private DurableActivity Activity(FunctionDescriptor function)
    {
        var type = function.TriggerParameter.ParameterType;
        return type == typeof(TaskActivityContext)
            ? new DurableActivity(typeof(object), (_, context, token) => RunActivity(function, context, context, token))
            : new DurableActivity(type, (input, context, token) => RunActivity(function, input, context, token));
    }

    private Task<object?> RunActivity(FunctionDescriptor function, object? input, TaskActivityContext context, CancellationToken cancellation) =>
        invoker.InvokeAsync(
            function,
            new TriggerData(
                parameter => parameter.Position == function.TriggerParameter.Position ? input
                    : parameter.ParameterType == typeof(TaskActivityContext) ? context
                    : TriggerData.NotBound,
                Data(context.InstanceId)),
            cancellation);

    /// <summary>The context, and as on Azure the input as a further parameter without a binding of its own.</summary>
    private static object? BindOrchestrator(ParameterInfo parameter, TaskOrchestrationContext context) =>
        parameter.ParameterType == typeof(TaskOrchestrationContext) ? context
        : parameter.GetCustomAttribute<BindingAttribute>() is not null || Data(context.InstanceId).ContainsKey(parameter.Name!) ? TriggerData.NotBound
        : GetInput.MakeGenericMethod(parameter.ParameterType).Invoke(context, BindingFlags.DoNotWrapExceptions, null, null, null);

    private static Dictionary<string, object?> Data(string instanceId) =>
        new(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId };
}
