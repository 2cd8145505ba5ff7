namespace CareLoop.Functions.Channels.WeChat;

/// <summary>What went wrong at WeChat, as far as we act on it.</summary>
public enum WeChatFault
{
    /// <summary>-1, or no connection: it was not done; try again in a moment.</summary>
    Busy,

    /// <summary>The request went out and no usable answer came back: whether it was done is not known.</summary>
    NoAnswer,

    /// <summary>45009, 45011: too many calls; try again in a minute.</summary>
    TooOften,

    /// <summary>40029, 41008: the user's code is wrong or too old.</summary>
    CodeInvalid,

    /// <summary>40163: the user's code was used before.</summary>
    CodeUsed,

    /// <summary>40226: WeChat keeps this user from signing in.</summary>
    UserBlocked,

    /// <summary>40001, 40014, 42001: the access token is no good any more.</summary>
    TokenEnded,

    /// <summary>40007: the media were never there or are older than three days.</summary>
    MediaGone,

    /// <summary>40164: our outbound address is not on the account's allow-list.</summary>
    AddressNotAllowed,

    /// <summary>45015: the customer has not written for 48 hours.</summary>
    WindowClosed,

    /// <summary>45047: as many answers were sent as one message of the customer allows.</summary>
    AnswersUsedUp,

    /// <summary>40003: no user of this account.</summary>
    UserUnknown,

    /// <summary>43101: the user refused subscription messages, or the consent is spent.</summary>
    ConsentSpent,

    /// <summary>47003: a field of a subscription message is wrong.</summary>
    FieldWrong,

    /// <summary>Anything else, such as a wrong app id (40013) or secret (40125): the account's settings need a person.</summary>
    Setup,
}

/// <summary>An answer of WeChat that is an error. Its own words are left out: they may quote what was sent.</summary>
public sealed class WeChatError(WeChatFault fault, int? code, Exception? cause = null)
    : Exception($"WeChat answered with {(code is { } number ? $"error {number}" : "nothing usable")} ({fault}).", cause)
{
    public WeChatFault Fault { get; } = fault;

    /// <summary>WeChat's code; null without an answer.</summary>
    public int? Code { get; } = code;

    internal static WeChatError Of(int code) => new(
        code switch
        {
            -1 => WeChatFault.Busy,
            45009 or 45011 => WeChatFault.TooOften,
            40029 or 41008 => WeChatFault.CodeInvalid,
            40163 => WeChatFault.CodeUsed,
            40226 => WeChatFault.UserBlocked,
            40001 or 40014 or 42001 => WeChatFault.TokenEnded,
            40007 => WeChatFault.MediaGone,
            45015 => WeChatFault.WindowClosed,
            45047 => WeChatFault.AnswersUsedUp,
            40003 => WeChatFault.UserUnknown,
            43101 => WeChatFault.ConsentSpent,
            47003 => WeChatFault.FieldWrong,
            40164 => WeChatFault.AddressNotAllowed,
            _ => WeChatFault.Setup,
        },
        code);
}
