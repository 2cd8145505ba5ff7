using Azure;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>A transaction was refused as a whole; <see cref="FailedTransactionActionIndex"/> says which action was the reason.</summary>
public sealed class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            (requestFailedException ?? throw new ArgumentNullException(nameof(requestFailedException))).Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
    }

    /// <summary>Zero-based position in the submitted list; null when the service didn't say.</summary>
    public int? FailedTransactionActionIndex { get; internal init; }
}
