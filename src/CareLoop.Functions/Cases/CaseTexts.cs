using CareLoop.Domain.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>What was said in a case, opened for a reader who may see it. A command's words lie in its own row, shared ones in table <c>contents</c>.</summary>
public sealed class CaseTexts(CaseTable cases, ContentTable contents)
{
    /// <summary>The texts of one event by field name; null when it has none.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> FindAsync(
        CustomerRecord customer, string caseId, string contentId, CancellationToken cancellation) =>
        (await cases.FindCommandAsync(caseId, contentId, cancellation))?.Cipher is { } cipher
            ? SealedTexts.Open(customer, contentId, cipher)
            : await contents.FindAsync(customer, contentId, cancellation);

    /// <summary>The texts of all events by content id and field name, in one query but for shared ones.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ReadAsync(
        CustomerRecord customer, string caseId, IReadOnlyList<CaseEvent> events, CancellationToken cancellation)
    {
        var texts = (await cases.ReadCommandsAsync(caseId, cancellation))
            .Where(command => command.Cipher is not null)
            .ToDictionary(command => command.Id, command => SealedTexts.Open(customer, command.Id, command.Cipher!));
        foreach (var id in events.Select(item => item.ContentId).OfType<string>().Where(id => !texts.ContainsKey(id)).Distinct())
        {
            if (await contents.FindAsync(customer, id, cancellation) is { } shared)
            {
                texts[id] = shared;
            }
        }

        return texts;
    }
}
