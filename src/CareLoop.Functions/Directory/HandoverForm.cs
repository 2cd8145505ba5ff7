using System.Text.Json;
using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Directory;

/// <summary>A handover as somebody hands it in.</summary>
/// <param name="Draft">Whose, to whom and by when.</param>
/// <param name="Texts">Explanations by case number.</param>
internal sealed record HandoverForm(Handover Draft, IReadOnlyDictionary<string, string> Texts)
{
    private const int IdLength = 64;
    private const int MostItems = 500;

    /// <exception cref="ApiProblem">All mistakes of the form at once.</exception>
    public static HandoverForm Read(JsonElement body, DirectorySnapshot people, string site, string caller, DateTimeOffset now, int maxTextLength)
    {
        var form = new FieldReader(body);
        var kind = form.Name("kind", HandoverKind.Shift);
        var from = form.Text("from", required: false, IdLength) ?? caller;
        var to = form.Text("to", required: kind != HandoverKind.Shift, IdLength);
        var items = form.Objects("items", MostItems);
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item.Text("caseNumber", required: true, IdLength) is { } number && item.Text("text", required: true, maxTextLength) is { } text
                && !texts.TryAdd(number, text))
            {
                item.Add("caseNumber", new("此工单出现了两次。", "This case is named twice."));
            }
        }

        foreach (var (name, id) in new[] { ("from", from), ("to", to) })
        {
            if (id is not null && people.FindStaff(id)?.Sites.Contains(site) != true)
            {
                form.Add(name, new($"“{id}”不在此站点工作。", $"'{id}' does not work at this site."));
            }
        }

        if (to == from)
        {
            form.Add("to", new("不能交给本人。", "Nobody hands over to himself."));
        }

        var draft = DraftOf(form, people, site, kind, from, to, now);
        form.ThrowIfInvalid([.. items]);
        return new(draft!, texts);
    }

    private static Handover? DraftOf(FieldReader form, DirectorySnapshot people, string site, HandoverKind kind, string from, string? to, DateTimeOffset now)
    {
        switch (kind)
        {
            case HandoverKind.Leaving:
                return to is null ? null : HandoverDrafts.ForLeaving(site, from, to, now);
            case HandoverKind.Absence when people.AbsenceOf(from, now) is { } absence:
                return to is null ? null : HandoverDrafts.ForAbsence(absence, site, to);
            case HandoverKind.Absence:
                form.Add("kind", new("此人现在没有登记请假。", "No absence of this person is on record now."));
                return null;
            default:
                if (Roster.LatestOf(people, site, from, now) is { } duty)
                {
                    return HandoverDrafts.ForShift(people, duty, to);
                }

                form.Add("kind", new("过去一天内没有排到此人的班次。", "The rota names no shift of this person within the past day."));
                return null;
        }
    }
}
