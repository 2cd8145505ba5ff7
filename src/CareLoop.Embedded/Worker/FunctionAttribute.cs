namespace CareLoop.Embedded.Worker;

/// <summary>Makes a method a function. Its name is unique in the app, ignoring case.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
