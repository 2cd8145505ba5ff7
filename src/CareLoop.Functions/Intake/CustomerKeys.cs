using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Intake;

/// <summary>The key a customer is known by: a keyed hash, so that no list of keys leads to phone numbers.</summary>
public static class CustomerKeys
{
    /// <summary>By phone where there is one, since channels change and phone numbers are asked for; else by the channel's user id.</summary>
    public static string Of(DeploymentSecrets secrets, string organisation, Contact contact) => contact switch
    {
        { Phone: { } phone } => secrets.KeyedHash("phone", organisation, string.Concat(phone.Where(char.IsAsciiDigit))),
        { ChannelUserId: { } id } => secrets.KeyedHash("channel-user", organisation, id),
        _ => throw new ArgumentException("A contact without phone and channel user id has no key.", nameof(contact)),
    };
}
