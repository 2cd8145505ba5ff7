namespace CareLoop.Functions.Channels;

/// <summary>
/// Speaks one platform's language. Pure and synchronous: it verifies the raw bytes and translates, reads no clock, calls nobody and stores
/// nothing, so that a call is acknowledged in the time of one insert, and every rule of a platform is a plain test.
/// A new platform is one folder with an adapter, and one line in <see cref="ChannelServices"/>.
/// </summary>
public interface IChannelAdapter
{
    /// <summary>The platform's name in addresses and settings, lower case: <c>wechat</c>, <c>webhook</c> …</summary>
    string Platform { get; }

    /// <summary>What the account's settings lack, one English sentence each; asked once, when the application starts.</summary>
    IEnumerable<string> Check(ChannelAccount account);

    /// <summary>Judges a call. Never throws for what the caller sent.</summary>
    Verdict Read(PlatformRequest request, ChannelAccount account);
}
