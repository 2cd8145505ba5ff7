using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Hosting.Catalog;
using CareLoop.Embedded.Worker;

namespace CareLoop.Embedded.Hosting.Durable;

/// <summary>The name under which an orchestrator or activity is called.</summary>
internal static class DurableName
{
    public static string Of(FunctionDescriptor function) => function.Trigger switch
    {
        OrchestrationTriggerAttribute { Orchestration: { } name } => name,
        ActivityTriggerAttribute { Activity: { } name } => name,
        _ => function.Name,
    };

    public static void Check(FunctionCatalog catalog, ICollection<string> problems)
    {
        foreach (var kind in new[] { TriggerKind.Orchestration, TriggerKind.Activity })
        {
            foreach (var same in catalog.Of(kind).GroupBy(Of, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            {
                problems.Add($"{kind} name {same.Key} is used by functions {string.Join(" and ", same.Select(function => function.Name))}.");
            }
        }

        foreach (var function in catalog.Of(TriggerKind.Orchestration)
            .Where(function => function.TriggerParameter.ParameterType != typeof(TaskOrchestrationContext)))
        {
            problems.Add($"Function {function.Name}: parameter {function.TriggerParameter.Name} with [OrchestrationTrigger] must be a TaskOrchestrationContext.");
        }
    }
}
