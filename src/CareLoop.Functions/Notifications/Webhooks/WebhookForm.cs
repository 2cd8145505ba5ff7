using System.Collections.Immutable;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>What somebody wants of an endpoint.</summary>
/// <param name="Address">Where events go.</param>
/// <param name="EventTypes">Which; empty for all.</param>
/// <param name="Sites">Of which sites; empty for all.</param>
/// <param name="Enabled">Whether anything is sent.</param>
internal sealed record WebhookForm(Uri Address, ImmutableSortedSet<string> EventTypes, ImmutableSortedSet<string> Sites, bool Enabled)
{
    private const int LongestAddress = 2000;

    /// <exception cref="ApiProblem">A field is missing or wrong; the problem names each of them.</exception>
    public static WebhookForm Read(FieldReader body, bool isNew, AddressGuard guard, DirectorySnapshot people, PackLibrary handbooks)
    {
        var address = body.Text("address", required: true, LongestAddress);
        var types = body.Codes("eventTypes").ToImmutableSortedSet(StringComparer.Ordinal);
        var sites = body.Codes("sites").ToImmutableSortedSet(StringComparer.Ordinal);
        var enabled = isNew || body.Flag("enabled", otherwise: true);
        if (address is not null && guard.Complaint(address) is { } complaint)
        {
            body.Add("address", complaint);
        }

        foreach (var type in types.Except(EventTypesOf(handbooks)))
        {
            body.Add("eventTypes", new($"没有名为“{type}”的事件;不填则为全部事件。", $"There is no event '{type}'; leave the field out for all events."));
        }

        foreach (var site in sites.Where(site => people.FindSite(site) is null))
        {
            body.Add("sites", new($"没有站点“{site}”;不填则为全部站点。", $"There is no site '{site}'; leave the field out for all sites."));
        }

        body.ThrowIfInvalid();
        return new WebhookForm(new Uri(address!), types, sites, enabled);
    }

    /// <summary>Every type of event there can be: the domain's own, and the milestones of the handbooks.</summary>
    public static IEnumerable<string> EventTypesOf(PackLibrary handbooks) =>
        Domain.Cases.EventTypes.All.Union(handbooks.Packs.SelectMany(pack => pack.Milestones).Select(milestone => milestone.Id));
}
