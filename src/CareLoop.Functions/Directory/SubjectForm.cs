using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>A subject as somebody records it.</summary>
internal sealed record SubjectForm(CustomerSubject Subject, string Number, Contact Contact)
{
    private const int NameLength = 50;
    private const int IdLength = 128;
    private const int MostWarranties = 20;

    /// <param name="keyOf">The subject key of a number.</param>
    /// <param name="customerOf">The customer key of a contact.</param>
    /// <exception cref="ApiProblem">All mistakes of the form at once.</exception>
    public static SubjectForm Read(FieldReader body, DirectorySnapshot people, Func<string, string> keyOf, Func<Contact, string> customerOf)
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
        var subject = new CustomerSubject
        {
            Id = keyOf(number),
            CustomerKey = contact is { Phone: null, ChannelUserId: null } ? string.Empty : customerOf(contact),
            Site = body.Text("site", required: true, IdLength) ?? string.Empty,
            Kind = body.Name("kind", SubjectKind.Order),
            Counterparty = body.Text("counterparty", required: false, IdLength),
            Area = body.Text("area", required: false, NameLength),
            Since = body.Day("since"),
            Until = body.Day("until"),
            Warranties = [.. warranties.Select(Warranty)],
        };
        body.ThrowIfInvalid([customer, .. warranties]);
        foreach (var fault in new EntryCheck(people, _ => null).Of(subject))
        {
            body.Add(fault.Field, fault.Detail);
        }

        body.ThrowIfInvalid();
        return new(subject, number, contact);
    }

    private static Warranty Warranty(FieldReader reader)
    {
        var part = reader.Text("part", required: true, NameLength) ?? string.Empty;
        var endsOn = reader.Day("endsOn");
        if (endsOn is null)
        {
            reader.Missing("endsOn");
        }

        return new(part, endsOn ?? default);
    }
}
