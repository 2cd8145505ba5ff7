using System.ComponentModel;
using System.Reflection;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Hosting.Invocation;

/// <summary>Finds the value of each parameter: the invocation itself, the trigger, then values that came with the trigger by name.</summary>
internal static class ParameterBinder
{
    /// <exception cref="InvalidOperationException">A parameter has no value, or one of another form.</exception>
    public static object?[] Bind(EmbeddedFunctionContext context) =>
        [.. context.Function.Method.GetParameters().Select(parameter => Bind(parameter, context))];

    private static object? Bind(ParameterInfo parameter, EmbeddedFunctionContext context)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return context;
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return context.CancellationToken;
        }

        if (parameter.GetCustomAttribute<DurableClientAttribute>() is not null)
        {
            // Not a service of its own: on Azure the client comes by binding only, and a constructor that asks for it fails there.
            return context.InstanceServices.GetRequiredService<DurableEngine>().Client;
        }

        var bound = context.Trigger.Bind(parameter);
        if (!ReferenceEquals(bound, TriggerData.NotBound))
        {
            return bound;
        }

        if (context.Trigger.BindingData.TryGetValue(parameter.Name!, out var value) && value is not null)
        {
            return Convert(value, parameter, context);
        }

        return parameter.HasDefaultValue ? parameter.DefaultValue
            : AllowsNull(parameter) ? null
            : throw Unbound(parameter, context, "the trigger brought no such value");
    }

    private static bool AllowsNull(ParameterInfo parameter) =>
        !parameter.ParameterType.IsValueType || Nullable.GetUnderlyingType(parameter.ParameterType) is not null;

    private static object? Convert(object value, ParameterInfo parameter, EmbeddedFunctionContext context)
    {
        if (parameter.ParameterType.IsInstanceOfType(value))
        {
            return value;
        }

        try
        {
            return TypeDescriptor.GetConverter(parameter.ParameterType).ConvertFromInvariantString(value.ToString()!);
        }
        catch (Exception error) when (error is NotSupportedException or FormatException or ArgumentException or OverflowException)
        {
            throw Unbound(parameter, context, $"the value is not a {parameter.ParameterType.Name} (a route constraint refuses it earlier)");
        }
    }

    private static InvalidOperationException Unbound(ParameterInfo parameter, EmbeddedFunctionContext context, string why) =>
        new($"Parameter {parameter.Name} of function {context.Function.Name} cannot be bound: {why}.");
}
