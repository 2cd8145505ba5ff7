using System.Text.Json.Serialization;
using Azure;
using CareLoop.Domain.CarePlans;

namespace CareLoop.Functions.Care;

/// <summary>A care task (关怀任务) with where it belongs. Ids and codes only.</summary>
public sealed record CareFile
{
    public required string Organisation { get; init; }

    public required string Site { get; init; }

    /// <summary>The customer's subject it came from (标的): a keyed hash.</summary>
    public required string SubjectId { get; init; }

    /// <summary>The part of a warranty it is about, if any.</summary>
    public string? Part { get; init; }

    /// <summary>What it counts from.</summary>
    public required DateTimeOffset Anchor { get; init; }

    public required CareTask Task { get; init; }

    /// <summary>Number of the last line of its timeline.</summary>
    public int Sequence { get; init; }

    /// <summary>Last line whose notices are known to be on their way.</summary>
    public int Told { get; init; }
}

/// <summary>A care task as read.</summary>
/// <param name="File">The task.</param>
/// <param name="ETag">Guards the next write.</param>
public sealed record StoredCare(CareFile File, ETag ETag)
{
    public string Id => File.Task.Id;
}

/// <summary>One line of a care task's timeline as filed.</summary>
/// <param name="Sequence">Its number in the task.</param>
/// <param name="Event">What happened.</param>
public sealed record CareLine(int Sequence, CareEvent Event)
{
    /// <summary>The words that go with it, sealed with the customer's key under the task's id; a column of their own.</summary>
    [JsonIgnore]
    public byte[]? Words { get; init; }
}

/// <summary>A command that was applied, kept so that sending it again changes nothing.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="BodyHash">Hash of the request that brought it.</param>
public sealed record CareOutcome(string Id, string BodyHash);

/// <summary>Names of care tasks.</summary>
internal static class CareIds
{
    private const string Prefix = "care-";

    /// <summary>Whether an id is a care task's and no case number.</summary>
    public static bool Names(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The task of a subject with a name that is unique for it: always the same id.</summary>
    public static string Of(string organisation, string subjectId, string name) =>
        Prefix + Cases.CommandIds.Of($"{organisation}\n{subjectId}", name);
}
