using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Channels;

/// <summary>Who somebody on a platform is to us. Ids of users are only unique within one account.</summary>
public static class ChannelUsers
{
    /// <summary>How a user of an account is reached.</summary>
    public static Contact ContactOf(ChannelAccount account, string user, string? name = null) => new(name, null, $"{account.Platform}/{account.Id}/{user}");

    /// <summary>The key of that customer: the same by whatever way of the account they come.</summary>
    public static string CustomerKeyOf(DeploymentSecrets secrets, ChannelAccount account, string user) =>
        CustomerKeys.Of(secrets, account.Organisation, ContactOf(account, user));

    /// <summary>The id of a chat with a user: also the session its messages are handled in.</summary>
    public static string ConversationOf(DeploymentSecrets secrets, ChannelAccount account, string user, string? thread) =>
        secrets.KeyedHash("conversation", account.Organisation, $"{account.Platform}/{account.Id}/{user}\n{thread}");
}
