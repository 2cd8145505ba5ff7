using System.Net.Mail;
using System.Text.Json;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Functions.Api;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Intake;

/// <summary>A matter as somebody hands it in (COM-INT-07).</summary>
public sealed record IntakeForm(
    Site Site,
    PolicyPack Pack,
    string Channel,
    string? ChannelMessageId,
    Contact Contact,
    string Text,
    string? Type,
    string? Subject,
    string? Counterparty,
    DateTimeOffset? ReceivedAt,
    bool WantsTracking,
    string? CounterpartyStatus = null,
    string? LinkedTo = null,
    string? CareTask = null)
{
    internal const int NameLength = 50;
    internal const int IdLength = 128;
    private const int AddressLength = 200;

    private static readonly TimeSpan LatestEntry = TimeSpan.FromDays(7);

    /// <exception cref="ApiProblem">All mistakes of the form at once.</exception>
    public static IntakeForm Read(JsonElement body, Caller caller, DirectorySnapshot directory, PackLibrary handbooks, DateTimeOffset now)
    {
        var form = new FieldReader(body);
        var site = ReadSite(form, caller, directory);
        var receivedAt = ReadReceivedAt(form, caller, now);
        var pack = site is null ? null : handbooks.InForce(site.Pack, site.Profile, receivedAt ?? now, caller.Organisation);
        var (channel, type) = ReadCodes(form, pack);
        var customer = form.Object("customer", required: caller.IsStaff);
        var contact = ReadContact(customer, caller);
        var text = form.Text("text", required: true, pack?.Intake.MaxTextLength ?? int.MaxValue);
        var result = (
            Message: form.Text("channelMessageId", required: false, IdLength),
            Subject: form.Text("subject", required: false, IdLength),
            Counterparty: form.Text("counterparty", required: false, IdLength),
            LinkedTo: form.Text("linkedTo", required: false, IdLength),
            WantsTracking: form.Flag("trackingToken", otherwise: false));
        form.ThrowIfInvalid(customer);
        return new IntakeForm(
            site!, pack!, channel!, result.Message, contact, text!, type, result.Subject, result.Counterparty, receivedAt, result.WantsTracking,
            directory.FindCounterparty(result.Counterparty ?? string.Empty)?.StatusOn(ChinaTime.Date(receivedAt ?? now)).ToString(),
            result.LinkedTo);
    }

    /// <summary>The handbook's codes for the channel and, when given, the type of the matter.</summary>
    internal static (string? Channel, string? Type) ReadCodes(FieldReader form, PolicyPack? pack)
    {
        var channel = form.Text("channel", required: true, IdLength);
        if (pack is not null && channel is not null && !pack.Channels.Contains(channel))
        {
            form.Add("channel", new($"该组织没有此渠道。可用:{string.Join("、", pack.Channels)}。", $"The organisation has no such channel. Use one of {string.Join(", ", pack.Channels)}."));
        }

        var type = form.Text("type", required: false, IdLength);
        if (pack is not null && type is not null && !pack.CaseTypes.Contains(type))
        {
            form.Add("type", new($"手册中没有此类型。可用:{string.Join("、", pack.CaseTypes)}。", $"The handbook has no such type. Use one of {string.Join(", ", pack.CaseTypes)}."));
        }

        return (channel, type);
    }

    private static Site? ReadSite(FieldReader form, Caller caller, DirectorySnapshot directory)
    {
        if (form.Text("site", required: true, IdLength) is not { } id)
        {
            return null;
        }

        if (directory.FindSite(id) is not { } site)
        {
            form.Add("site", new("没有此站点。", "There is no such site."));
            return null;
        }

        return caller.IsCustomer || caller.Sites.Contains(id) ? site : throw new ApiProblem(ProblemKind.OtherSite);
    }

    /// <summary>Staff may enter a call minutes after it was answered; clocks then start at the call (COM-INT-13).</summary>
    private static DateTimeOffset? ReadReceivedAt(FieldReader form, Caller caller, DateTimeOffset now)
    {
        var receivedAt = form.Instant("receivedAt", required: false);
        if (receivedAt is null)
        {
            return null;
        }

        if (caller.IsStaff && receivedAt <= now && receivedAt >= now - LatestEntry)
        {
            return receivedAt;
        }

        form.Add("receivedAt", new("只有员工可以补录,且须在过去 7 天之内。", "Only staff may enter it, and only within the past 7 days."));
        return null;
    }

    private static Contact ReadContact(FieldReader? customer, Caller caller)
    {
        if (customer is null)
        {
            return new Contact(null, null, null);
        }

        var contact = new Contact(
            customer.Text("name", required: false, NameLength),
            customer.Text("phone", required: false, NameLength),
            customer.Text("channelUserId", required: false, IdLength),
            customer.Text("address", required: false, AddressLength),
            customer.Text("email", required: false, AddressLength),
            customer.Text("language", required: false, NameLength));
        if (contact.Email is not null && !MailAddress.TryCreate(contact.Email, out _))
        {
            customer.Add("email", new("不是有效的邮箱地址。", "This is not an e-mail address."));
        }

        if (contact.Language is not (null or "zh-CN" or "en"))
        {
            customer.Add("language", new("请填写 zh-CN 或 en。", "Write zh-CN or en."));
        }

        if (caller.IsStaff && contact is { Phone: null, ChannelUserId: null })
        {
            customer.Add("phone", new("电话与渠道用户标识至少填写一项。", "Give a phone number or a channel user id."));
        }

        return contact;
    }
}
