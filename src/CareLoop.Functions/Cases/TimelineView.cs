using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Notices;
using CareLoop.Domain.Words;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>One line of a timeline.</summary>
/// <param name="Sequence">Number of the event; null for photos, which are filed beside the case.</param>
/// <param name="At">When it took effect.</param>
/// <param name="Event">What happened.</param>
/// <param name="Status">Status after it; null for photos.</param>
/// <param name="By">Who did it.</param>
/// <param name="Texts">The words that belong to it, by field.</param>
/// <param name="Data">Codes kept with it.</param>
/// <param name="Notices">Who was told; staff only.</param>
/// <param name="Photo">The photo, if it is one.</param>
public sealed record TimelineEntry(
    int? Sequence,
    DateTimeOffset At,
    Named Event,
    Named? Status,
    string By,
    IReadOnlyDictionary<string, string>? Texts,
    IReadOnlyDictionary<string, string>? Data,
    IReadOnlyList<NoticeView>? Notices,
    EvidenceView? Photo);

/// <summary>A notice that an event caused.</summary>
public sealed record NoticeView(string Kind, string To);

/// <summary>Merges events and photos into what a person reads from top to bottom.</summary>
internal static class TimelineView
{
    public static IReadOnlyList<TimelineEntry> Of(
        CaseState state,
        PolicyPack pack,
        IReadOnlyList<CaseEvent> events,
        IReadOnlyList<EvidencePhoto> photos,
        IReadOnlyList<MissingPhoto> missing,
        IReadOnlyList<DeliveryRow> deliveries,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> texts,
        DirectorySnapshot people,
        bool forCustomer,
        Language language)
    {
        HashSet<string> shown = [];
        var lines = events
            .Where(item => !forCustomer || CustomerSight.ShowsEvent(item))
            .Select(item => new TimelineEntry(
                item.Sequence,
                item.At,
                new Named(item.Type, Glossary.Event(item.Type, language)),
                new Named(item.StatusAfter.ToString(), Glossary.Name(item.StatusAfter, language)),
                NameOf(item.Actor, state, people, language),
                item.ContentId is { } id && (!forCustomer || CustomerSight.ShowsText(item)) && shown.Add(id) ? texts.GetValueOrDefault(id) : null,
                forCustomer || item.Data.IsEmpty ? null : item.Data,
                forCustomer || item.Notices.IsEmpty ? null : [.. item.Notices.Select(notice => new NoticeView(notice.Kind, NameOf(notice.To, pack, people, language)))],
                Photo: null));
        var pictures = photos.Select(photo => new TimelineEntry(
            null,
            photo.UploadedAt,
            new Named("EvidenceAdded", language == Language.English ? "Evidence photo added" : "上传凭证照片"),
            Status: null,
            CaseViews.NameOf(photo.Uploader, state, people) is "customer" ? Customer(language) : people.NameOf(photo.Uploader),
            Texts: null,
            Data: null,
            Notices: null,
            EvidenceView.Of(state.CaseId, photo, id => CaseViews.NameOf(id, state, people))));
        var gaps = missing.Select(photo => new TimelineEntry(
            null,
            photo.At,
            new Named("EvidenceMissing", language == Language.English ? "A photo the customer sent could not be fetched" : "客户发来的照片未能取得"),
            Status: null,
            language == Language.English ? "system" : "系统",
            Texts: null,
            new Dictionary<string, string> { ["reason"] = photo.Code },
            Notices: null,
            Photo: null));
        var told = deliveries.Where(row => !row.Delivery.IsOpen).Select(row => OfDelivery(row.Delivery, pack, language));
        return [.. lines.Concat(pictures).Concat(gaps).Concat(told).OrderBy(entry => entry.At).ThenBy(entry => entry.Sequence ?? int.MaxValue)];
    }

    /// <summary>What reached the customer, and by which way.</summary>
    private static TimelineEntry OfDelivery(Delivery delivery, PolicyPack pack, Language language)
    {
        Dictionary<string, string> data = new() { ["notice"] = delivery.Kind, ["state"] = delivery.State.ToString() };
        if (delivery.Way is { } way)
        {
            data["way"] = way.ToString();
        }

        if (delivery.Reason is { } reason)
        {
            data["reason"] = reason;
        }

        return new TimelineEntry(
            null,
            delivery.ChangedAt,
            new Named("NoticeDelivered", DeliveryWords.Line(delivery, pack, language)),
            Status: null,
            language == Language.English ? "system" : "系统",
            Texts: null,
            data,
            Notices: null,
            Photo: null);
    }

    private static string NameOf(Actor actor, CaseState state, DirectorySnapshot people, Language language) => actor.Kind switch
    {
        ActorKind.Customer => Customer(language),
        ActorKind.System => language == Language.English ? "system" : "系统",
        _ => people.NameOf(actor.Id),
    };

    private static string NameOf(Recipient recipient, PolicyPack pack, DirectorySnapshot people, Language language) => recipient.Kind switch
    {
        RecipientKind.Customer => Customer(language),
        RecipientKind.Role => pack.NameOf(recipient.Id, language),
        RecipientKind.Group => language == Language.English ? "the group's cases" : "群体事件各工单",
        _ => people.NameOf(recipient.Id),
    };

    private static string Customer(Language language) => language == Language.English ? "customer" : "客户";
}
