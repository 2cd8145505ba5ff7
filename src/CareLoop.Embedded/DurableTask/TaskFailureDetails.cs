namespace CareLoop.Embedded.DurableTask;

/// <summary>An exception as it is kept in history: bounded in size, without the object itself.</summary>
/// <param name="ErrorType">Full type name, or a plain word such as <c>ActivityTaskNotFound</c>.</param>
/// <param name="ErrorMessage">Cut after 8,192 characters, with a note of the original length.</param>
/// <param name="StackTrace">Cut after 16,384 characters.</param>
/// <param name="InnerFailure">The cause, at most 8 levels deep.</param>
public record TaskFailureDetails(string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure)
{
    private const int MaxMessage = 8_192;
    private const int MaxStackTrace = 16_384;
    private const int MaxDepth = 8;

    public static TaskFailureDetails FromException(Exception exception) => FromException(exception, MaxDepth);

    /// <summary>Whether this level (not an inner one) was a <typeparamref name="T"/> or derived from it.</summary>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <inheritdoc cref="IsCausedBy{T}"/>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (string.Equals(ErrorType, targetBaseExceptionType.FullName, StringComparison.Ordinal))
        {
            return true;
        }

        var type = Type.GetType(ErrorType) ?? AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(ErrorType))
            .FirstOrDefault(found => found is not null);
        return type is not null && targetBaseExceptionType.IsAssignableFrom(type);
    }

    private static TaskFailureDetails FromException(Exception exception, int depth) => new(
        exception.GetType().FullName!,
        Cut(exception.Message, MaxMessage)!,
        Cut(exception.StackTrace, MaxStackTrace),
        depth == 0 ? null : exception switch
        {
            TaskFailedException failed => failed.FailureDetails,
            { InnerException: { } inner } => FromException(inner, depth - 1),
            _ => null,
        });

    private static string? Cut(string? text, int length) =>
        text is null || text.Length <= length ? text : $"{text.AsSpan(0, length)}… (cut, {text.Length} characters)";
}
