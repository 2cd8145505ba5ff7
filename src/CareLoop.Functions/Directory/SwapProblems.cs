using CareLoop.Domain.Directory;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Directory;

/// <summary>Says why an exchange of shifts is not possible.</summary>
internal static class SwapProblems
{
    public static ApiProblem Of(SwapRefusal refusal)
    {
        (string Field, LocalText Detail) error = refusal switch
        {
            SwapRefusal.NotYourTurn => ("day", new("按值班表这一班当天不是您的。", "By the rota this shift is not yours that day.")),
            SwapRefusal.ShiftHasBegun => ("day", new("换班须在该班开始之前办妥;现在由值班表上的人负责。", "An exchange is made before the shift; whoever has it by the rota is responsible now.")),
            SwapRefusal.Settled => ("day", new("这一班已换给同事。", "This turn is exchanged already.")),
            SwapRefusal.NoColleague => ("partner", new("请填写本站点当天在岗的另一位同事。", "Name another colleague of the site who is there that day.")),
            SwapRefusal.OtherRole => ("partner", new("这位同事没有该班所需的岗位。", "The colleague has none of the roles of the shift.")),
            SwapRefusal.OnDuty => ("partner", new("这位同事当时另有班次。", "The colleague has another shift then.")),
            SwapRefusal.NotAsked => ("agreed", new("没有请您换这一班。", "You are not asked for this turn.")),
            _ => ("agreed", new("您已作过不同的答复;如需更改,请原值班人重新提出。", "You answered otherwise before; let the colleague ask again.")),
        };
        return new(refusal == SwapRefusal.NotAsked ? ProblemKind.NotPermitted : ProblemKind.ImpossibleValue)
        {
            Errors = [new FieldError(error.Field, error.Detail)],
            RuleId = ShiftSwaps.Rule,
        };
    }
}
