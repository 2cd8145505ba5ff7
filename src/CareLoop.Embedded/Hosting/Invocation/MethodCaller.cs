using System.Collections.Concurrent;
using System.Reflection;

namespace CareLoop.Embedded.Hosting.Invocation;

/// <summary>Calls a function's method, whatever it returns: nothing, a value, a task or a task of a value.</summary>
internal sealed class MethodCaller
{
    private readonly ConcurrentDictionary<Type, PropertyInfo?> results = new();
    private readonly ConcurrentDictionary<Type, MethodInfo?> asTask = new();

    /// <remarks>Nothing here leaves the caller's synchronization context: orchestrators run on the engine's own.</remarks>
    public async Task<object?> CallAsync(MethodInfo method, object? target, object?[] arguments)
    {
        var returned = method.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
        if (returned is not null && asTask.GetOrAdd(returned.GetType(), AsTask) is { } convert)
        {
            returned = convert.Invoke(returned, null);
        }

        if (returned is not Task task)
        {
            return returned;
        }

        await task;

        // An async method without a value runs on a Task<VoidTaskResult>: the declared type tells them apart.
        return method.ReturnType.IsGenericType ? results.GetOrAdd(task.GetType(), type => type.GetProperty("Result"))!.GetValue(task) : null;
    }

    private static MethodInfo? AsTask(Type type) =>
        type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetMethod(nameof(ValueTask.AsTask))
            : null;
}
