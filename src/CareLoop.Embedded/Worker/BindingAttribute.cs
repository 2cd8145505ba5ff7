namespace CareLoop.Embedded.Worker;

/// <summary>Base of everything that says where a parameter's value comes from.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class BindingAttribute : Attribute;

/// <summary>The one parameter of a function that starts it.</summary>
public abstract class TriggerBindingAttribute : BindingAttribute;

/// <summary>A parameter the host fills besides the trigger.</summary>
public abstract class InputBindingAttribute : BindingAttribute;
