using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.Tests.DurableTask.Harness;

/// <summary>Keeps what is logged, so that a warning can be asserted.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> lines = new();

    public IEnumerable<string> At(LogLevel level) => lines.Where(line => line.Level == level).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue((logLevel, formatter(state, exception)));

    public void Dispose()
    {
    }
}
