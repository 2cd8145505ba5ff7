using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using CareLoop.Embedded.Worker;

namespace CareLoop.Embedded.Hosting.Catalog;

/// <summary>A function as its attributes describe it.</summary>
internal sealed class FunctionDescriptor(string name, MethodInfo method, ParameterInfo triggerParameter, TriggerBindingAttribute trigger)
    : FunctionDefinition
{
    public override string Name => name;

    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    /// <summary>Stable across restarts, as the official one: derived from name and method.</summary>
    public override string Id { get; } = Convert.ToHexString(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {method.DeclaringType!.FullName}.{method.Name}")), 0, 8);

    public MethodInfo Method => method;

    public ParameterInfo TriggerParameter => triggerParameter;

    public TriggerBindingAttribute Trigger => trigger;

    public TriggerKind Kind { get; } = trigger switch
    {
        HttpTriggerAttribute => TriggerKind.Http,
        TimerTriggerAttribute => TriggerKind.Timer,
        OrchestrationTriggerAttribute => TriggerKind.Orchestration,
        ActivityTriggerAttribute => TriggerKind.Activity,
        ServiceBusTriggerAttribute => TriggerKind.ServiceBus,
        _ => throw new EmbeddedHostException($"Function {name}: the embedded runtime has no {trigger.GetType().Name}."),
    };
}
