using CareLoop.Domain.Notices;
using CareLoop.Functions.Channels.WeChat;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>What WeChat's answers mean for a message.</summary>
internal static class WeChatResults
{
    public const string ConsentSpent = "consent-spent";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static async Task<SendResult> OfAsync(Func<Task> send)
    {
        try
        {
            await send();
            return new SendResult.Taken();
        }
        catch (WeChatError error)
        {
            return Of(error.Fault);
        }
    }

    private static SendResult Of(WeChatFault fault) => fault switch
    {
        WeChatFault.Busy => new SendResult.Later("busy"),
        WeChatFault.TooOften => new SendResult.Later("too-often", Minute),
        // It has been renewed once already; whoever ended it again is at work there.
        WeChatFault.TokenEnded => new SendResult.Later("token-ended", Minute),
        WeChatFault.NoAnswer => new SendResult.Unanswered("no-answer"),
        WeChatFault.WindowClosed => new SendResult.Closed("window-closed"),
        WeChatFault.AnswersUsedUp => new SendResult.Closed("answers-used-up"),
        WeChatFault.UserUnknown or WeChatFault.UserBlocked => new SendResult.Closed("user-unknown"),
        WeChatFault.ConsentSpent => new SendResult.Closed(ConsentSpent),
        WeChatFault.FieldWrong => new SendResult.Closed("field-wrong"),
        _ => new SendResult.Closed("set-up"),
    };
}
