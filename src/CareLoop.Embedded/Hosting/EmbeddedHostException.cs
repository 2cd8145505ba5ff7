namespace CareLoop.Embedded.Hosting;

/// <summary>The app cannot start as it is written or configured. The message lists every problem found, one a line, with the remedy.</summary>
public sealed class EmbeddedHostException : Exception
{
    public EmbeddedHostException(string message)
        : base(message) => Problems = [message];

    public EmbeddedHostException(IReadOnlyList<string> problems)
        : base("The function app cannot start:" + string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}"))) =>
        Problems = problems;

    public IReadOnlyList<string> Problems { get; }
}
