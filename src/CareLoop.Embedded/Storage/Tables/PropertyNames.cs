namespace CareLoop.Embedded.Storage.Tables;

/// <summary>The names that the protocol gives to what every row has.</summary>
internal static class PropertyNames
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";
    public const string Timestamp = "Timestamp";
    public const string ETag = "odata.etag";
    public const string TypeSuffix = "@odata.type";
    public const string AnnotationPrefix = "odata.";
}
