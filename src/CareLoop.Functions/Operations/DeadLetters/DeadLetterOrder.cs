using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Operations.DeadLetters;

/// <summary>What an operator wants done with one dead letter.</summary>
/// <param name="Place">The queue, or the subscription of <c>case-events</c>, that gave it up.</param>
/// <param name="SequenceNumber">Which one.</param>
/// <param name="DiscardReason">Why nobody needs it any more; null to replay it.</param>
/// <param name="Hash">Of all that was asked, to tell a repetition from another request under the same key.</param>
internal sealed record DeadLetterOrder(string Place, long SequenceNumber, string? DiscardReason, string Hash)
{
    /// <summary>Why a dead letter may be discarded. Codes, because the log keeps them and free text could name a person.</summary>
    public static readonly IReadOnlyList<string> DiscardReasons = ["HandledOtherwise", "Obsolete", "Duplicate", "Unreadable"];

    public string Outcome => DiscardReason is null ? "replayed" : "discarded";

    /// <exception cref="ApiProblem">A field is missing or unknown, or names no such place or reason.</exception>
    public static DeadLetterOrder Read(JsonElement body, bool discards)
    {
        var reader = new FieldReader(body);
        var entity = reader.Text("entity", required: true, maxLength: 100);
        var number = reader.Integer("sequenceNumber", required: true);
        var reason = discards ? reader.Text("reason", required: true, maxLength: 100) : null;
        reader.ThrowIfInvalid();

        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(discards ? "discard\n" : "replay\n"), .. JsonSerializer.SerializeToUtf8Bytes(body)]);
        return new DeadLetterOrder(
            DeadLetterDesk.PlaceOf(entity!),
            number!.Value,
            reason is null || DiscardReasons.Contains(reason) ? reason : throw Unknown("reason", DiscardReasons),
            Convert.ToHexStringLower(hash));
    }

    public static ApiProblem Unknown(string field, IEnumerable<string> allowed) => new(ProblemKind.UnknownValue)
    {
        Errors = [new FieldError(field, new("请使用 allowed 中的取值。", "Use one of the values listed under allowed."))],
        Allowed = [.. allowed],
    };
}
