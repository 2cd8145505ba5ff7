using System.Text.Json;
using Azure;
using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>One entry as it is stored.</summary>
/// <param name="Kind">One of <see cref="DirectoryKinds"/>.</param>
/// <param name="Id">Its id within the kind.</param>
/// <param name="Json">The entry; of a deleted one the last before.</param>
/// <param name="Version">Number of changes: the ETag of the API.</param>
/// <param name="IsSeed">As the directory file says; false once an administrator has changed or deleted it.</param>
/// <param name="IsDeleted">Kept as a mark, so that the next start does not seed it again.</param>
/// <param name="ETag">Guards the next write; default for an entry that is not stored yet.</param>
public sealed record DirectoryRow(string Kind, string Id, string Json, int Version, bool IsSeed, bool IsDeleted, ETag ETag = default)
{
    private const string SeedOrigin = "seed";
    private const string AdministratorOrigin = "administrator";

    public T Read<T>() => JsonSerializer.Deserialize<T>(Json, ApiJson.Options)
        ?? throw new InvalidOperationException($"The directory's {Kind} '{Id}' is empty.");

    /// <summary>The entry as all its fields, not only those that every entry has.</summary>
    public static string Write(IDirectoryEntry entry) => JsonSerializer.Serialize(entry, entry.GetType(), ApiJson.Options);

    public TableEntity ToEntity(string organisation) => new(organisation, KeyOf(Kind, Id))
    {
        ["Kind"] = Kind,
        ["Id"] = Id,
        ["Entry"] = Json,
        ["Version"] = Version,
        ["Origin"] = IsSeed ? SeedOrigin : AdministratorOrigin,
        ["Deleted"] = IsDeleted,
    };

    public static DirectoryRow Of(TableEntity row)
    {
        var kind = row.Text("Kind");
        // Rows of the first version have neither id, version nor origin: they came from the file.
        return new(
            kind,
            row.GetString("Id") ?? row.RowKey[(kind.Length + 1)..],
            row.Text("Entry"),
            row.GetInt32("Version") ?? 1,
            row.GetString("Origin") is null or SeedOrigin,
            row.GetBoolean("Deleted") ?? false,
            row.ETag);
    }

    public static string KeyOf(string kind, string id) => $"{kind}-{id}";
}
