namespace CareLoop.Functions.Tests.Infra;

/// <summary>A value in a Bicep file, as far as the tests look into it.</summary>
internal abstract record BicepNode
{
    /// <summary>The text of the expression at the end of a path of property names; null when there is none.</summary>
    public string? TextAt(params string[] path) => (At(path) as BicepExpression)?.Text;

    public BicepNode? At(params string[] path) =>
        path.Aggregate((BicepNode?)this, (node, name) => (node as BicepObject)?.Properties.GetValueOrDefault(name));

    /// <summary>This value and all values inside it.</summary>
    public IEnumerable<BicepNode> All() => this switch
    {
        BicepObject bag => bag.Properties.Values.Concat(bag.Resources.Select(resource => resource.Value)).SelectMany(node => node.All()).Prepend(this),
        BicepArray list => list.Items.SelectMany(node => node.All()).Prepend(this),
        BicepLoop loop => loop.Body.All().Prepend(this),
        _ => [this],
    };
}

/// <summary>Properties and nested resources.</summary>
internal sealed record BicepObject(IReadOnlyDictionary<string, BicepNode> Properties, IReadOnlyList<BicepDeclaration> Resources) : BicepNode;

internal sealed record BicepArray(IReadOnlyList<BicepNode> Items) : BicepNode;

/// <param name="Header">Such as <c>queue in entities.Queues</c>.</param>
/// <param name="Body">What is made for each item.</param>
internal sealed record BicepLoop(string Header, BicepNode Body) : BicepNode;

/// <summary>Anything else: a literal, a name, a call.</summary>
internal sealed record BicepExpression(string Text) : BicepNode;

/// <param name="Kind">param, var, resource, module, output or targetScope.</param>
/// <param name="Name">Its symbol.</param>
/// <param name="Type">The type of a parameter or resource, the path of a module.</param>
/// <param name="IsExisting">Whether a resource is only referred to.</param>
/// <param name="Condition">The text behind <c>if</c>, empty without.</param>
/// <param name="Value">Its value; an empty expression for a parameter without default.</param>
internal sealed record BicepDeclaration(string Kind, string Name, string Type, bool IsExisting, string Condition, BicepNode Value)
{
    /// <summary>The body of a resource or module, also of one in a loop.</summary>
    public BicepObject Body => Value as BicepObject ?? (Value as BicepLoop)?.Body as BicepObject ?? throw new InvalidOperationException($"{Name} has no body.");
}
