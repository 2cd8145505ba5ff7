namespace CareLoop.Functions.Channels;

/// <summary>What a user sent or did.</summary>
public enum PushKind
{
    /// <summary>Words: <see cref="ChannelPush.Text"/>.</summary>
    Text,

    /// <summary>A photo: <see cref="ChannelPush.Media"/>.</summary>
    Image,

    /// <summary>Sound, film or a file: <see cref="ChannelPush.Media"/>.</summary>
    Media,

    /// <summary>A card that stands for a page or an order: <see cref="ChannelPush.Text"/> is its title.</summary>
    Card,

    /// <summary>The user opened or ended a chat without a word: <see cref="ChannelPush.PlatformKind"/> says which.</summary>
    Session,

    /// <summary>Authentic, but of a kind we have no use for; kept so that nothing a customer sends is lost silently.</summary>
    Unknown,
}

/// <summary>Something to fetch: by the platform's id, or at an address of the platform. Both expire, so fetch at once.</summary>
/// <param name="Id">The platform's media id, for its download API; null when there is only an address.</param>
/// <param name="Url">Where it lies. It came from outside: fetch it only from hosts the account allows.</param>
/// <param name="ContentType">What the platform says it is; null when it does not say.</param>
public sealed record ChannelMedia(string? Id, string? Url = null, string? ContentType = null);

/// <summary>
/// One message or event of one user, in words all platforms share. Personal from the first field to the last:
/// it is stored sealed, and only its receipt's id travels.
/// </summary>
public sealed record ChannelPush
{
    /// <summary>
    /// What the platform sends unchanged when it sends the push again, unique within the account. A call that somebody recorded and
    /// replays carries the same key, so the receipt that is inserted under it answers both: repeated deliveries and replayed nonces.
    /// </summary>
    public required string DedupeKey { get; init; }

    /// <summary>The user's id with this account (open id, external user id, caller's number).</summary>
    public required string User { get; init; }

    public required PushKind Kind { get; init; }

    /// <summary>When the user sent it, as the platform says; platforms count in seconds, so two pushes may share it.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The platform's own word for the kind, such as <c>miniprogrampage</c> or <c>user_enter_tempsession</c>.</summary>
    public required string PlatformKind { get; init; }

    public string? Text { get; init; }

    public ChannelMedia? Media { get; init; }

    /// <summary>The group or thread it was said in, where a user can have several; null for the one chat with the user.</summary>
    public string? Thread { get; init; }

    /// <summary>Order number, where the platform knows it (COM-INT-07).</summary>
    public string? Order { get; init; }

    /// <summary>What it is about: product, room, device.</summary>
    public string? Subject { get; init; }

    /// <summary>Name and phone, where the platform knows them.</summary>
    public string? ContactName { get; init; }

    public string? ContactPhone { get; init; }

    /// <summary>Case type of the pack, where a partner's system knows it; checked against the pack like any other input.</summary>
    public string? CaseType { get; init; }

    /// <summary>Kind and key only: the rest is personal.</summary>
    public override string ToString() => $"{Kind} ({PlatformKind})";
}
