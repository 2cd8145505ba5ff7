using System.Collections.Immutable;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>An object of a block that this library only carries and checks: care plans, duties, reports, KPIs, quotas, penalties, warranty.</summary>
/// <param name="Id">Unique in its block.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Fields">Its keys as written.</param>
/// <param name="Lists">Its keys with several values.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record PackRecord(
    string Id,
    LocalText Name,
    ImmutableDictionary<string, string> Fields,
    ImmutableDictionary<string, ImmutableArray<string>> Lists,
    Provenance Source) : IPackObject
{
    public string? Field(string key) => Fields.GetValueOrDefault(key);

    public ImmutableArray<string> List(string key) => Lists.GetValueOrDefault(key, []);
}
