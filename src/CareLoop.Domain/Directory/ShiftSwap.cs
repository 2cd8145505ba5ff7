using CareLoop.Domain.Time;

namespace CareLoop.Domain.Directory;

/// <summary>One turn of a shift that somebody asks colleagues to work in his place (换班, CTR-SHIFT-03). There is one for each turn, with everybody who was asked.</summary>
public sealed record ShiftSwap : IDirectoryEntry
{
    public required string Id { get; init; }

    /// <summary>The shift.</summary>
    public required string Shift { get; init; }

    /// <summary>The day the turn begins on.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Staff id of whoever has the turn by the rota.</summary>
    public required string Asker { get; init; }

    /// <summary>Who was asked, one after another; the last request counts.</summary>
    public IReadOnlyList<SwapRequest> Requests { get; init; } = [];

    /// <summary>The same for the same turn of the same person.</summary>
    public static string IdOf(string shift, DateOnly day, string asker) => $"{day:yyyyMMdd}-{shift}-{asker}";

    /// <summary>Who works the turn: the colleague once both agree, else whoever asked.</summary>
    public string Worker => Requests is [.., { Agreed: true } last] ? last.Partner : Asker;
}

/// <summary>A colleague who was asked, and what came of it.</summary>
/// <param name="Partner">Staff id.</param>
/// <param name="AskedAt">When; asking is the asker's consent.</param>
/// <param name="AnsweredAt">When the colleague answered; null while he has not.</param>
/// <param name="Agreed">The colleague's answer.</param>
public sealed record SwapRequest(string Partner, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt = null, bool? Agreed = null);

/// <summary>Where an exchange stands.</summary>
public enum SwapStatus
{
    /// <summary>The colleague has not answered.</summary>
    Asked,

    /// <summary>Both agree: the colleague has the turn.</summary>
    Agreed,

    /// <summary>The colleague refused: whoever asked still has the turn.</summary>
    Refused,

    /// <summary>The turn began without an answer: whoever asked had it.</summary>
    Lapsed,
}

/// <summary>Why an exchange is not possible.</summary>
public enum SwapRefusal
{
    /// <summary>Nobody asks for a turn that the rota does not give him that day.</summary>
    NotYourTurn,

    /// <summary>An exchange is reported before the shift.</summary>
    ShiftHasBegun,

    /// <summary>Both already agree.</summary>
    Settled,

    /// <summary>Nobody exchanges with himself, with somebody of another site, or with somebody gone or absent.</summary>
    NoColleague,

    /// <summary>The colleague acts in none of the roles of the shift.</summary>
    OtherRole,

    /// <summary>The colleague has a turn of his own then.</summary>
    OnDuty,

    /// <summary>Somebody else was asked.</summary>
    NotAsked,

    /// <summary>He has answered otherwise before.</summary>
    Answered,
}

/// <summary>Exchanges of shifts need the consent of both, before the shift (CTR-SHIFT-03).</summary>
public static class ShiftSwaps
{
    /// <summary>The rule they follow.</summary>
    public const string Rule = "CTR-SHIFT-03";

    public static SwapStatus StatusOf(ShiftSwap swap, Shift shift, DateTimeOffset now) => swap.Requests[^1].Agreed switch
    {
        true => SwapStatus.Agreed,
        false => SwapStatus.Refused,
        null => now < shift.On(swap.Day).StartsAt ? SwapStatus.Asked : SwapStatus.Lapsed,
    };

    /// <summary>Asks a colleague. Asking the same one again changes nothing while he has not answered; asking another one instead takes the first request back.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="before">What was asked for this turn before; null for nothing.</param>
    /// <param name="shift">The shift.</param>
    /// <param name="day">The day the turn begins on.</param>
    /// <param name="asker">Staff id of whoever asks.</param>
    /// <param name="partner">Staff id of the colleague.</param>
    /// <param name="now">The instant.</param>
    public static (ShiftSwap? Swap, SwapRefusal? Refusal) Ask(
        DirectorySnapshot directory, ShiftSwap? before, Shift shift, DateOnly day, string asker, string partner, DateTimeOffset now)
    {
        if (before?.Requests is [.., { Agreed: null } last] && last.Partner == partner)
            return (before, null);
        if (Refuse(directory, before, shift, day, asker, partner, now) is { } refusal)
            return (null, refusal);
        before ??= new() { Id = ShiftSwap.IdOf(shift.Id, day, asker), Shift = shift.Id, Day = day, Asker = asker };
        var requests = before.Requests.Select(r => r.Agreed is null ? r with { Agreed = false } : r);
        return (before with { Requests = [.. requests, new(partner, now)] }, null);
    }

    /// <summary>The colleague agrees or refuses; the same answer again changes nothing.</summary>
    public static (ShiftSwap? Swap, SwapRefusal? Refusal) Answer(
        DirectorySnapshot directory, ShiftSwap swap, Shift shift, string partner, bool agreed, DateTimeOffset now)
    {
        var last = swap.Requests[^1];
        if (last.Partner != partner)
            return (null, SwapRefusal.NotAsked);
        if (last.AnsweredAt is not null)
            return last.Agreed == agreed ? (swap, null) : (null, SwapRefusal.Answered);
        if (now >= shift.On(swap.Day).StartsAt)
            return (null, SwapRefusal.ShiftHasBegun);
        if (agreed && RefusePartner(directory, shift, swap.Day, swap.Asker, partner) is { } refusal)
            return (null, refusal);
        return (swap with { Requests = [.. swap.Requests.SkipLast(1), last with { AnsweredAt = now, Agreed = agreed }] }, null);
    }

    private static SwapRefusal? Refuse(
        DirectorySnapshot directory, ShiftSwap? before, Shift shift, DateOnly day, string asker, string partner, DateTimeOffset now)
    {
        if (before?.Requests is [.., { Agreed: true }])
            return SwapRefusal.Settled;
        if (!Roster.Turns(directory, shift, day).Any(person => person.Id == asker))
            return SwapRefusal.NotYourTurn;
        return now >= shift.On(day).StartsAt ? SwapRefusal.ShiftHasBegun : RefusePartner(directory, shift, day, asker, partner);
    }

    private static SwapRefusal? RefusePartner(DirectorySnapshot directory, Shift shift, DateOnly day, string asker, string partner)
    {
        var span = shift.On(day);
        if (partner == asker || directory.FindStaff(partner) is not { } colleague || !directory.IsPresent(colleague, shift.Site, span.StartsAt))
            return SwapRefusal.NoColleague;
        var roles = shift.Roles.Count > 0 ? shift.Roles : directory.FindStaff(asker)?.Roles ?? [];
        if (!colleague.Roles.Intersect(roles).Any())
            return SwapRefusal.OtherRole;
        return Roster.HasTurn(directory, shift.Site, partner, span) ? SwapRefusal.OnDuty : null;
    }
}
