using CareLoop.Domain.Directory;
using CareLoop.Domain.Time;

namespace CareLoop.Functions.Directory;

/// <summary>Handovers before their cases are looked up.</summary>
internal static class HandoverDrafts
{
    /// <summary>At the end of a turn, to whoever comes next.</summary>
    public static Handover ForShift(DirectorySnapshot people, Duty duty, string? to) => new()
    {
        Id = HandoverRules.IdOf(HandoverKind.Shift, duty.Person.Id, duty.Shift.Id, duty.Span.EndsAt),
        Site = duty.Shift.Site,
        Kind = HandoverKind.Shift,
        From = duty.Person.Id,
        To = to,
        Shift = duty.Shift.Id,
        WriteBy = duty.Span.EndsAt,
        AcceptBy = HandoverRules.AcceptBy(people, duty.Shift.Site, duty.Person.Id, duty.Span.EndsAt),
    };

    /// <summary>For the time of an absence, to the deputy.</summary>
    public static Handover ForAbsence(Absence absence, string site, string deputy) => new()
    {
        Id = HandoverRules.IdOf(HandoverKind.Absence, absence.Staff, shift: null, absence.From),
        Site = site,
        Kind = HandoverKind.Absence,
        From = absence.Staff,
        To = deputy,
        WriteBy = absence.From,
        AcceptBy = absence.From + HandoverRules.TimeToAccept,
    };

    /// <summary>For good, to a successor; one record a day.</summary>
    public static Handover ForLeaving(string site, string person, string successor, DateTimeOffset now) => new()
    {
        Id = HandoverRules.IdOf(HandoverKind.Leaving, person, shift: null, ChinaTime.At(ChinaTime.Date(now), TimeSpan.Zero)),
        Site = site,
        Kind = HandoverKind.Leaving,
        From = person,
        To = successor,
        WriteBy = now,
        AcceptBy = now.AddDays(1),
    };
}
