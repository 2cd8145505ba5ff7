using CareLoop.Domain.Handbook;
using CareLoop.Domain.Notices;

namespace CareLoop.Domain.Words;

/// <summary>What became of a notice to a customer, in words for staff.</summary>
public static class DeliveryWords
{
    private static readonly Dictionary<DeliveryWay, LocalText> Ways = new()
    {
        [DeliveryWay.WeChatService] = new("微信客服消息", "WeChat message"),
        [DeliveryWay.WeChatSubscription] = new("微信订阅消息", "WeChat subscription message"),
        [DeliveryWay.Sms] = new("短信", "text message"),
        [DeliveryWay.Email] = new("电子邮件", "e-mail"),
        [DeliveryWay.PhoneTask] = new("电话告知", "phone call"),
    };

    /// <summary>One line, such as 「受理通知」已通过短信发给客户.</summary>
    public static string Line(Delivery delivery, PolicyPack pack, Language language)
    {
        var notice = pack.TemplateFor(delivery.Kind, isForCustomer: true)?.Name.In(language) ?? delivery.Kind;
        var way = delivery.Way is { } found ? Ways[found].In(language) : "";
        return Of(delivery, notice, way).In(language);
    }

    private static LocalText Of(Delivery delivery, string notice, string way) => delivery.State switch
    {
        DeliveryState.Sent when delivery.Way == DeliveryWay.PhoneTask => new($"「{notice}」未能送达,已请员工致电客户", $"“{notice}” did not get through; staff were asked to call"),
        DeliveryState.Sent => new($"「{notice}」已通过{way}发给客户", $"“{notice}” went to the customer by {way}"),
        DeliveryState.Unknown => new($"「{notice}」通过{way}发出,是否送达不明", $"“{notice}” went out by {way}; whether it arrived is not known"),
        DeliveryState.Failed => new($"「{notice}」未能送达客户", $"“{notice}” did not reach the customer"),
        DeliveryState.Skipped => new($"「{notice}」没有可用的送达方式", $"There was no way to bring “{notice}” to the customer"),
        _ => new($"「{notice}」待发送", $"“{notice}” waits to be sent"),
    };
}
