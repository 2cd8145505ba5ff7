namespace CareLoop.Domain.Notices;

/// <summary>How a customer can be reached at this moment, by what is on record and what this deployment can do.</summary>
/// <param name="IsWeChatUser">The customer writes, or wrote, from a WeChat account of ours.</param>
/// <param name="LastWroteAt">Their last message there; null when there is none.</param>
/// <param name="HasConsent">A consent for this kind of notice is left.</param>
/// <param name="CanText">There is a phone number, and somebody who sends text messages.</param>
/// <param name="CanMail">There is an address, and somebody who sends mail.</param>
/// <param name="HasPhone">There is a phone number that a person could call.</param>
public sealed record CustomerReach(bool IsWeChatUser, DateTimeOffset? LastWroteAt, bool HasConsent, bool CanText, bool CanMail, bool HasPhone)
{
    /// <summary>How long after a customer's message an official account or mini-program may answer freely.</summary>
    public static readonly TimeSpan ServiceWindow = TimeSpan.FromHours(48);

    /// <summary>A customer of whom nothing is known, or who was erased.</summary>
    public static CustomerReach None { get; } = new(false, null, false, false, false, false);

    /// <summary>Whether a way is open.</summary>
    /// <param name="chased">Somebody was or would have been written to: only then is a person asked to call instead.</param>
    public bool Opens(DeliveryWay way, DateTimeOffset now, bool chased) => way switch
    {
        DeliveryWay.WeChatService => IsWeChatUser && LastWroteAt is { } wrote && now < wrote + ServiceWindow,
        DeliveryWay.WeChatSubscription => IsWeChatUser && HasConsent,
        DeliveryWay.Sms => CanText,
        DeliveryWay.Email => CanMail,
        // A chat that we may not write in any more needs a person. Whoever came by phone is called by the owner anyway, and whoever only uses
        // the mini-program looks there: a task for every notice of theirs would bury those that matter.
        DeliveryWay.PhoneTask => (HasPhone && chased) || (IsWeChatUser && LastWroteAt is not null),
        _ => false,
    };
}
