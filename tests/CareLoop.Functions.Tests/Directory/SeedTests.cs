using CareLoop.Domain.Directory;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Directory;

/// <summary>The directory file against what administrators have changed since.</summary>
[Collection(AppCollection.Name)]
public sealed class SeedTests(AppFixture app)
{
    private readonly string organisation = $"seed-{Guid.NewGuid():N}";

    private DirectoryTable Table => app.Host.Services.GetRequiredService<DirectoryTable>();

    private StaffDirectory Directory => app.Host.Services.GetRequiredService<StaffDirectory>();

    [Fact]
    public async Task The_same_file_twice_writes_nothing()
    {
        await SeedAsync("恒木家居");
        var first = await FindAsync();
        await SeedAsync("恒木家居");
        Assert.Equal(first, await FindAsync());
    }

    [Fact]
    public async Task A_new_file_changes_what_came_from_the_file_before()
    {
        await SeedAsync("恒木家居");
        await SeedAsync("恒木家居(新)");
        var row = await FindAsync();
        Assert.Equal(("恒木家居(新)", 2, true), (row.Read<Counterparty>().Name, row.Version, row.IsSeed));
    }

    [Fact]
    public async Task What_an_administrator_has_changed_stays_changed()
    {
        await SeedAsync("恒木家居");
        var seeded = await FindAsync();
        var changed = seeded with { Json = DirectoryRow.Write(Merchant("改名")), Version = 2, IsSeed = false };
        Assert.True(await Table.ReplaceAsync(organisation, seeded, changed, default));
        await SeedAsync("恒木家居(新)");
        Assert.Equal("改名", (await FindAsync()).Read<Counterparty>().Name);
    }

    [Fact]
    public async Task What_an_administrator_has_deleted_does_not_come_back()
    {
        await SeedAsync("恒木家居");
        var seeded = await FindAsync();
        Assert.True(await Table.ReplaceAsync(organisation, seeded, seeded with { Version = 2, IsSeed = false, IsDeleted = true }, default));
        await SeedAsync("恒木家居(新)");
        Assert.True((await FindAsync()).IsDeleted);
    }

    [Fact]
    public async Task Of_two_changes_made_on_the_same_reading_one_wins()
    {
        await SeedAsync("恒木家居");
        var seeded = await FindAsync();
        Task<bool> Change(string name) => Table.ReplaceAsync(organisation, seeded, seeded with { Json = DirectoryRow.Write(Merchant(name)), Version = 2, IsSeed = false }, default);
        Assert.Single(await Task.WhenAll(Change("甲"), Change("乙")), won => won);
    }

    [Fact]
    public async Task Hosts_that_start_together_all_succeed()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SeedAsync("恒木家居")));
        Assert.Equal(1, (await FindAsync()).Version);
    }

    private Task SeedAsync(string name) => Directory.SeedAsync(
        new DirectoryFile { Organisation = new() { Id = organisation, Name = "示例" }, Counterparties = [Merchant(name)] }, default);

    private static Counterparty Merchant(string name) => new() { Id = "C1-09", Name = name, Status = CounterpartyStatus.Active };

    private async Task<DirectoryRow> FindAsync() => (await Table.FindAsync(organisation, "counterparty", "C1-09", default))!;
}
