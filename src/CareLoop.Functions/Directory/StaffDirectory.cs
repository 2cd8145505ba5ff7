using CareLoop.Domain.Directory;

namespace CareLoop.Functions.Directory;

/// <summary>
/// Table <c>directory</c> as one picture of the organisation, read again every minute and after a change made here;
/// so another instance of the app works with a change at the latest a minute later.
/// </summary>
public sealed class StaffDirectory(DirectoryTable table, DirectorySettings settings, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim loading = new(1, 1);
    private DirectorySnapshot? snapshot;
    private long loadedAt;

    public async Task<DirectorySnapshot> GetAsync(CancellationToken cancellation)
    {
        if (snapshot is { } fresh && time.GetElapsedTime(loadedAt) < Freshness)
        {
            return fresh;
        }

        await loading.WaitAsync(cancellation);
        try
        {
            if (snapshot is null || time.GetElapsedTime(loadedAt) >= Freshness)
            {
                snapshot = await LoadAsync(cancellation);
                loadedAt = time.GetTimestamp();
            }

            return snapshot;
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>Makes the next reader look again: something has changed.</summary>
    public void Forget() => snapshot = null;

    /// <summary>Writes what a file says, except over what an administrator has changed; the same file twice changes nothing.</summary>
    public async Task SeedAsync(DirectoryFile file, CancellationToken cancellation)
    {
        await table.SeedAsync(
            file.Organisation.Id,
            [
                ToRow(DirectoryKinds.Organisation, file.Organisation),
                .. file.Sites.Select(entry => ToRow(DirectoryKinds.Site, entry)),
                .. file.Staff.Select(entry => ToRow(DirectoryKinds.Staff, entry)),
                .. file.Shifts.Select(entry => ToRow(DirectoryKinds.Shift, entry)),
                .. file.Rotas.Select(entry => ToRow(DirectoryKinds.Rota, entry)),
                .. file.Counterparties.Select(entry => ToRow(DirectoryKinds.Counterparty, entry)),
            ],
            cancellation);
        Forget();
    }

    public void Dispose() => loading.Dispose();

    private async Task<DirectorySnapshot> LoadAsync(CancellationToken cancellation)
    {
        var rows = (await table.ReadAsync(settings.Organisation, cancellation)).Where(row => !row.IsDeleted).ToLookup(row => row.Kind);
        IReadOnlyList<T> All<T>(string kind) => [.. rows[kind].Select(row => row.Read<T>())];
        return new DirectorySnapshot(
            All<Organisation>(DirectoryKinds.Organisation).SingleOrDefault()
                ?? throw new InvalidOperationException($"The directory holds no organisation '{settings.Organisation}': seed it first."),
            All<Site>(DirectoryKinds.Site),
            All<StaffMember>(DirectoryKinds.Staff),
            All<Counterparty>(DirectoryKinds.Counterparty))
        {
            Shifts = All<Shift>(DirectoryKinds.Shift),
            Rotas = All<RotaEntry>(DirectoryKinds.Rota),
            Absences = All<Absence>(DirectoryKinds.Absence),
            Swaps = All<ShiftSwap>(DirectoryKinds.Swap),
        };
    }

    private static DirectoryRow ToRow<T>(string kind, T entry)
        where T : IDirectoryEntry => new(kind, entry.Id, DirectoryRow.Write(entry), Version: 1, IsSeed: true, IsDeleted: false);
}
