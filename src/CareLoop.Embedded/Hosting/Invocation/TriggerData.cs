using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Embedded.Hosting.Invocation;

/// <summary>What a trigger hands to an invocation.</summary>
/// <param name="Bind">The value of a parameter, or <see cref="NotBound"/> when this trigger has none for it.</param>
/// <param name="BindingData">Further values by name, ignoring case: route values, message properties, the instance id.</param>
/// <param name="Http">The request, when the trigger is one.</param>
internal sealed record TriggerData(
    Func<ParameterInfo, object?> Bind, IReadOnlyDictionary<string, object?> BindingData, HttpContext? Http = null)
{
    /// <summary>The answer of <see cref="Bind"/> for a parameter that the trigger does not fill.</summary>
    public static readonly object NotBound = new();
}
