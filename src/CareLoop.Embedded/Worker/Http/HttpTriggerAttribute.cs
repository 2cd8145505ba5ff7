namespace CareLoop.Embedded.Worker;

/// <summary>
/// Starts the function by an HTTP request. As in the official attribute, naming only methods leaves the function open
/// (<see cref="AuthorizationLevel.Anonymous"/>), and naming nothing asks for a function key.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    public HttpTriggerAttribute() => AuthLevel = AuthorizationLevel.Function;

    public HttpTriggerAttribute(params string[] methods) => Methods = methods;

    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>Route template below the prefix of host.json; the function's name when null.</summary>
    public string? Route { get; set; }

    /// <summary>HTTP methods in any case; all of them when null.</summary>
    public string[]? Methods { get; }

    public AuthorizationLevel AuthLevel { get; }
}
