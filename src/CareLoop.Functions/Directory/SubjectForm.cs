using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>A subject as somebody records it.</summary>
internal sealed record SubjectForm(CustomerSubject Subject, string Number, Contact Contact)
{
    private const int NameLength = 50;
    private const int IdLength = 128;
    private const int MostWarranties = 20;
    private const int MostAnchors = 20;
    private const int LongestWarranty = 1200;

    /// <param name="keyOf">The subject key of a number.</param>
    /// <param name="customerOf">The customer key of a contact.</param>
    /// <exception cref="ApiProblem">All mistakes of the form at once.</exception>
    /// <param name="packOf">The handbook of a site; null when there is no such site.</param>
    /// <param name="now">When it is recorded.</param>
    public static SubjectForm Read(
        FieldReader body, DirectorySnapshot people, Func<string, string> keyOf, Func<Contact, string> customerOf, Func<string, PolicyPack?> packOf, DateTimeOffset now)
    {
        var customer = body.Object("customer", required: true);
        var contact = new Contact(
            customer?.Text("name", required: false, NameLength),
            customer?.Text("phone", required: false, NameLength),
            customer?.Text("channelUserId", required: false, IdLength));
        if (contact is { Phone: null, ChannelUserId: null })
        {
            customer?.Add("phone", new("电话与渠道用户标识至少填写一项。", "Give a phone number or a channel user id."));
        }

        var number = body.Text("number", required: true, IdLength) ?? string.Empty;
        var warranties = body.Objects("warranties", MostWarranties);
        var anchors = body.Objects("anchors", MostAnchors);
        var site = body.Text("site", required: true, IdLength) ?? string.Empty;
        var since = body.Day("since");
        var subject = new CustomerSubject
        {
            Id = keyOf(number),
            CustomerKey = contact is { Phone: null, ChannelUserId: null } ? string.Empty : customerOf(contact),
            Site = site,
            Kind = body.Name("kind", SubjectKind.Order),
            Counterparty = body.Text("counterparty", required: false, IdLength),
            Area = body.Text("area", required: false, NameLength),
            Since = since,
            Until = body.Day("until"),
            Warranties = [.. warranties.Select(warranty => ReadWarranty(warranty, since, part => packOf(site) is { } pack ? WarrantyTerm.Months(pack, part) : null))],
            Agent = body.Text("agent", required: false, IdLength),
            Vip = body.Flag("vip", otherwise: false),
            MarketingConsent = body.Flag("marketingConsent", otherwise: false),
            Anchors = [.. anchors.Select(anchor => ReadAnchor(anchor, packOf(site), now))],
        };
        body.ThrowIfInvalid([customer, .. warranties, .. anchors]);
        foreach (var fault in new EntryCheck(people, _ => null).Of(subject))
        {
            body.Add(fault.Field, fault.Detail);
        }

        body.ThrowIfInvalid();
        return new(subject, number, contact);
    }

    /// <summary>An event at an instant, or a date on a day.</summary>
    /// <param name="reader">The event.</param>
    /// <param name="pack">The handbook, which may ask for documents or consent.</param>
    /// <param name="now">When it is recorded.</param>
    /// <exception cref="ApiProblem">What has to be there first is not (EDU-DATA-03, COM-PRIV-04).</exception>
    internal static SubjectAnchor ReadAnchor(FieldReader reader, PolicyPack? pack, DateTimeOffset now)
    {
        var documents = reader.Codes("documents");
        var guardianConsent = reader.Flag("guardianConsent", otherwise: false);
        if (reader.Text("anchor", required: true, NameLength) is null)
        {
            return new(default, default);
        }

        var anchor = reader.Name("anchor", CareAnchor.SaleDelivered);
        if (anchor == CareAnchor.WarrantyEnd)
        {
            reader.Add("anchor", new("质保到期日请填在 warranties 中。", "Give the ends of warranties under warranties."));
        }

        var at = reader.Instant("at", required: false);
        var on = reader.Day("on");
        if ((at is null) == (on is null))
        {
            reader.Add("at", new("at(时刻)与 on(日期)填写一项。", "Give either at, an instant, or on, a date."));
        }

        if (anchor == CareAnchor.Birthday && on is { } born)
        {
            Require(MemberEntry.CheckConsent(born, ChinaTime.Date(now), guardianConsent));
            return SubjectAnchor.BirthdayOf(born, now);
        }

        Require(pack is null ? null : MemberEntry.CheckDocuments(pack, anchor, [.. documents]));
        return new(anchor, at ?? ChinaTime.At(on ?? default, TimeSpan.Zero));
    }

    private static void Require(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw Refusals.ToProblem(refusal);
        }
    }

    /// <summary>A warranty by its last day, or by months from <c>since</c>: those given, else those of the handbook (DEV-WAR-03).</summary>
    private static Warranty ReadWarranty(FieldReader reader, DateOnly? since, Func<string, int?> termOf)
    {
        var part = reader.Text("part", required: true, NameLength) ?? string.Empty;
        var months = reader.Integer("months", required: false);
        if (months is < 1 or > LongestWarranty)
        {
            reader.Add("months", new($"应为 1 至 {LongestWarranty}。", $"Must be from 1 to {LongestWarranty}."));
            months = null;
        }

        if ((reader.Day("endsOn") ?? LastDay(since, (int?)months ?? termOf(part))) is { } endsOn)
        {
            return new(part, endsOn);
        }

        reader.Add("endsOn", new(
            "请填写最后一天,或填写 since 与 months;手册规定了期限的部位只需 since。",
            "Give the last day, or since and months; a part whose term the handbook knows needs since only."));
        return new(part, default);
    }

    private static DateOnly? LastDay(DateOnly? since, int? months) => since is { } from && months is { } length ? WarrantyTerm.LastDay(from, length) : null;
}
