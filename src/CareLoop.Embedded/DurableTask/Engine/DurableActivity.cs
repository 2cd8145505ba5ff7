namespace CareLoop.Embedded.DurableTask;

/// <param name="InputType">What the stored input is deserialized to; <see cref="object"/> gives a JsonElement.</param>
/// <param name="InvokeAsync">Runs it with the input, the caller and a token that is cancelled when the engine gives up waiting at shutdown.</param>
public sealed record DurableActivity(Type InputType, Func<object?, TaskActivityContext, CancellationToken, Task<object?>> InvokeAsync);
