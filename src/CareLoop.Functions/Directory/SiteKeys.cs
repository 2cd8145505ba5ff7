using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>
/// Data keys of sites, for words that belong to no customer: handover notes and work logs. A site's key is kept beside the customers' keys,
/// so that it is wrapped, re-wrapped and exported with them.
/// </summary>
public sealed class SiteKeys(CustomerTable customers)
{
    private static readonly Contact Nobody = new(null, null, null);

    public async Task<byte[]> OfAsync(string organisation, string site, CancellationToken cancellation) =>
        (await customers.GetOrAddAsync(organisation, $"site-{site}", Nobody, cancellation)).DataKey;
}
