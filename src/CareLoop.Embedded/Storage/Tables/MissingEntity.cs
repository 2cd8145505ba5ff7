using Azure;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>The answer to a read of a row that isn't there.</summary>
internal sealed class MissingEntity<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("The response has no value: the row doesn't exist.");

    public override Response GetRawResponse() => response;
}
