using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook.Binding;
using CareLoop.Domain.Handbook.Reading;
using CareLoop.Domain.Handbook.Validation;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Handbook;

/// <summary>All published handbooks and holiday calendars of a deployment.</summary>
public sealed class PackLibrary
{
    private readonly ImmutableArray<PolicyPack> _published;

    private PackLibrary(ImmutableArray<PolicyPack> packs, ImmutableArray<PolicyPack> published, HolidayCalendar holidays, ImmutableArray<HandbookError> findings)
    {
        Findings = findings;
        Packs = packs;
        _published = published;
        Holidays = holidays;
    }

    /// <summary>Every effective pack, drafts too.</summary>
    public ImmutableArray<PolicyPack> Packs { get; }

    public HolidayCalendar Holidays { get; }

    /// <summary>Warnings and remarks that do not keep a pack from being published.</summary>
    public ImmutableArray<HandbookError> Findings { get; }

    /// <summary>Reads packs and holiday calendars from YAML (or the canonical JSON, which is YAML too).</summary>
    /// <exception cref="HandbookException">Lists every error with file, line, column and remedy.</exception>
    public static PackLibrary Load(IEnumerable<(string FileName, string Text)> files)
    {
        var errors = new List<HandbookError>();
        var roots = files.Select(f => YamlReader.Read(f.FileName, f.Text, errors)).OfType<MapNode>().ToList();
        var holidays = new HolidayCalendar(Years(roots, errors));
        var layers = Layers(roots, errors);
        var packs = ImmutableArray.CreateBuilder<PolicyPack>();
        var published = ImmutableArray.CreateBuilder<PolicyPack>();
        foreach (var layer in layers.Values.Where(l => !l.IsAbstract).OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            if (PackLayer.Merge(layer, layers, errors) is not { } merged)
                continue;
            var found = errors.Count;
            var pack = PackBinding.Bind(merged, holidays, errors);
            if (errors.Count == found)
                errors.AddRange(PackValidation.Check(new(pack, merged)));
            packs.Add(pack);
            if (layer.IsPublished)
                published.Add(pack);
        }

        errors.AddRange(VersionCheck.Changes(packs));
        var findings = errors.Distinct().ToImmutableArray();
        return findings.Any(f => f.Kind == FindingKind.Error)
            ? throw new HandbookException([.. findings.Where(f => f.Kind == FindingKind.Error)])
            : new(packs.ToImmutable(), published.ToImmutable(), holidays, findings);
    }

    /// <summary>Warnings that depend on the date: the next year's holidays are missing (V-16).</summary>
    public ImmutableArray<HandbookError> Check(DateTimeOffset now)
    {
        var today = ChinaTime.Date(now);
        var place = new Place($"holidays-{today.Year + 1}.yaml", 1, 1);
        return today.Month < 12 || Holidays.Knows(today.Year + 1)
            ? Findings
            : Findings.Add(place.Error("V-16", $"The holidays of {today.Year + 1} are not loaded.", "Add the file once the notice is published; until then limits of that year are provisional.") with { Kind = FindingKind.Warning });
    }

    /// <summary>The newest published pack whose effective date is not after <paramref name="at"/>; an organisation's own one goes first.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public PolicyPack InForce(string packId, string? profile, DateTimeOffset at, string? organisation = null) =>
        Newest(packId, profile, at, organisation)
        ?? throw new KeyNotFoundException($"No published pack '{packId}'{(profile is null ? "" : $" (profile '{profile}')")} is in force at {at:O}.");

    /// <summary>The same; null when none was published yet.</summary>
    public PolicyPack? FindInForce(string packId, string? profile, DateTimeOffset at, string? organisation) => Newest(packId, profile, at, organisation);

    /// <summary>The pack a running case goes on by, when a newer one takes running cases along; else null.</summary>
    /// <param name="state">The case.</param>
    /// <param name="at">The present instant.</param>
    public PolicyPack? SuccessorOf(CaseState state, DateTimeOffset at)
    {
        var newest = Newest(state.Pack.Id, state.Pack.Profile, at, state.Organisation);
        return newest is { MovesRunningCases: true } && newest.Reference != state.Pack ? newest : null;
    }

    /// <summary>The exact pack a case was registered under.</summary>
    /// <exception cref="KeyNotFoundException">It is not in the library, or its content was changed after publication.</exception>
    public PolicyPack Pinned(PackReference reference)
    {
        var same = Packs.Where(p => p.Reference.Id == reference.Id && p.Reference.Profile == reference.Profile && p.Reference.Version == reference.Version).ToList();
        return same.Find(p => p.Reference.Hash == reference.Hash) ?? throw new KeyNotFoundException(same.Count == 0
            ? $"Pack '{reference.Id}' {reference.Version} is not in the library; load the published version the case was registered under."
            : $"Pack '{reference.Id}' {reference.Version} was changed after it was published (hash {same[0].Reference.Hash[..12]} instead of {reference.Hash[..Math.Min(12, reference.Hash.Length)]}); a change needs a new version.");
    }

    private PolicyPack? Newest(string packId, string? profile, DateTimeOffset at, string? organisation) =>
        _published
            .Where(p => p.Reference.Id == packId && p.Reference.Profile == profile && p.EffectiveFrom <= at)
            .Where(p => p.Organisation is null || p.Organisation == organisation)
            .OrderByDescending(p => p.Organisation is not null)
            .ThenByDescending(p => p.EffectiveFrom)
            .ThenByDescending(p => SemanticVersion(p.Reference.Version))
            .FirstOrDefault();

    private static Version SemanticVersion(string text) => Version.TryParse(text, out var version) ? version : new();

    private static List<HolidayYear> Years(List<MapNode> roots, List<HandbookError> errors)
    {
        var years = new List<HolidayYear>();
        foreach (var root in roots.Where(r => r["holidayYear"] is not null))
        {
            var year = HolidayBinding.Bind(new(root, errors));
            if (years.Exists(y => y.Year == year.Year && y.Version == year.Version))
                errors.Add(root.Place.Error("V-01", $"Version {year.Version} of the holidays of {year.Year} stands in two files.", "Keep one of them, or give the correction another version."));
            else
                years.Add(year);
        }

        return years;
    }

    private static ImmutableDictionary<string, PackLayer> Layers(List<MapNode> roots, List<HandbookError> errors)
    {
        var layers = ImmutableDictionary.CreateBuilder<string, PackLayer>();
        foreach (var root in roots.Where(r => r["holidayYear"] is null))
        {
            var layer = new PackLayer(root);
            if (layer.Id.Length == 0 || layer.Version.Length == 0)
                errors.Add(root.Place.Error("V-01", "The file is neither a pack nor a holiday calendar.", "Add packId: and version:, or holidayYear:."));
            else if (Duplicates.In(root) is { IsEmpty: false } twice)
                errors.AddRange(twice);
            else if (!layers.TryAdd(layer.Key, layer))
                errors.Add(root.Place.Error("V-01", $"'{layer.Key}' stands in two files.", "Give the newer one another version."));
        }

        return layers.ToImmutable();
    }
}
