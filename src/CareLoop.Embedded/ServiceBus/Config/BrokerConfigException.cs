namespace CareLoop.Embedded.ServiceBus;

/// <summary>A configuration that cannot be used.</summary>
/// <param name="path">Where in the document, such as <c>$.UserConfig.Namespaces[0].Topics[1]</c>.</param>
/// <param name="problem">What is wrong there and, where it helps, what to write instead.</param>
public sealed class BrokerConfigException(string path, string problem, Exception? cause = null)
    : Exception($"Service Bus configuration, {path}: {problem}.", cause)
{
    public string Path { get; } = path;
}
