using System.Globalization;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Time;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;

namespace CareLoop.Functions.Care;

/// <summary>Says in words when a contact that came too early may be made.</summary>
internal static class CareRefusals
{
    public static ApiProblem ToProblem(Refusal refusal)
    {
        if (refusal is not { Reason: RefusalReason.Impossible, Field: "at", Value: { } value }
            || !DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var next))
        {
            return Refusals.ToProblem(refusal);
        }

        var when = ChinaTime.Local(next).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new ApiProblem(ProblemKind.ImpossibleValue)
        {
            Errors = [new FieldError("at", new($"最早可在 {when} 联系客户。", $"The customer may be contacted from {when}."))],
            Allowed = [ChinaTime.Local(next).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)],
            RuleId = refusal.RuleId,
        };
    }
}
