using CareLoop.Domain.Directory;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Operations;

namespace CareLoop.Functions.Tests.Directory;

/// <summary>The directory file that is delivered.</summary>
public sealed class SeedFileTests
{
    private static readonly DirectoryFile Seed = DirectoryYaml.Read(Path.Combine(AppContext.BaseDirectory, "Directory", "directory.yaml"));

    [Fact]
    public void Every_entry_passes_the_check_that_managers_pass()
    {
        var handbooks = HandbookFiles.Load();
        var check = new EntryCheck(
            Seed.ToSnapshot(),
            site => handbooks.Packs.FirstOrDefault(pack => pack.Reference.Id == site.Pack && pack.Reference.Profile == site.Profile)?.Roles.Select(role => role.Id).ToList());
        IEnumerable<IDirectoryEntry> entries = [.. Seed.Sites, .. Seed.Staff, .. Seed.Shifts, .. Seed.Rotas, .. Seed.Counterparties];
        Assert.Empty(entries.SelectMany(entry => check.Of(entry).Select(fault => $"{entry.Id}: {fault.Field} {fault.Detail.En}")));
        Assert.True(entries.Count() > 40);
    }

    [Fact]
    public void Times_and_days_are_read_as_written()
    {
        var night = Seed.Shifts.Single(shift => shift.Id == "prop-duty");
        Assert.Equal((new TimeOnly(18, 0), new TimeOnly(8, 30)), (night.Start, night.End));
        Assert.Equal(new DateOnly(2026, 2, 10), Seed.Counterparties.Single(party => party.Name == "恒木家居").StatusSince);
        Assert.Equal(DayOfWeek.Saturday, Seed.Rotas.Single(rota => rota.Id == "edu-weekend").Weekdays[0]);
    }
}
