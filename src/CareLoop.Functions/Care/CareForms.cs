using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using static CareLoop.Functions.Cases.FieldKind;

namespace CareLoop.Functions.Care;

/// <summary>One command on a care task: its name, its fields, and how they become the domain's command.</summary>
internal sealed record CareForm(string Name, LocalText Meaning, IReadOnlyList<CommandField> Fields, Func<FieldValues, CareCommand> Build);

/// <summary>Everything staff can do to a care task over HTTP. Validation and documentation come from this list.</summary>
internal static class CareForms
{
    private const int CodeLength = 128;

    private static readonly CommandField Words = new("text", Text, false, new("客户所说或说明", "What the customer said, or a note"));
    private static readonly CommandField Mode = new("mode", Code, false, new("联系方式,默认依计划", "How; the plan's way when not given"));
    private static readonly CommandField Override = new("overrideReason", Code, false, new("非致电时段致电的原因", "Why it was made outside the calling hours"));

    public static IReadOnlyList<CareForm> All { get; } =
    [
        new("attempt", new("未联系上", "The customer was not reached"), [Words, Mode, Override],
            values => new CareCommand.Attempt(values.Code(Mode.Name), values.OptionalCode("overrideReason"))),
        new("reschedule", new("改约", "The customer asked for another time"), [Words, new("at", Instant, true, new("约定时间", "The time agreed"))],
            values => new CareCommand.Reschedule(values.Instant("at")!.Value)),
        new("complete", new("完成", "The contact was made, or the notice posted"),
            [
                Words,
                Mode,
                new("result", Code, false, new("回访结果;有通话要点的任务可不填", "Follow-up result; not needed where a check list is the content")),
                new("items", Codes, false, new("已覆盖的通话要点", "Items of the check list that were covered")),
                new("raisesOpinion", Flag, false, new("客户提出了须在下次答复的意见", "The customer said something that the next contact has to answer")),
                new("test", Code, false, new("多元智能测试:NotBooked 未约,Booked 已约", "Multiple-intelligence test: NotBooked or Booked")),
                new("lead", Code, false, new(
                    $"生日电话中的销售线索:{string.Join("、", BirthdayCalls.Leads)};客户同意时告知销售", $"Sales lead of a birthday call: {string.Join(", ", BirthdayCalls.Leads)}; told to sales with consent")),
                new("newCase", Code, false, new("由此新开的工单", "The case that came of it")),
                Override,
            ],
            values => new CareCommand.Complete(
                values.Code(Mode.Name),
                values.OptionalCode("result"),
                [.. values.Codes("items")],
                values.OptionalCode("newCase"),
                values.OptionalCode("overrideReason"),
                values.Flag("raisesOpinion"),
                values.OptionalCode("test"),
                values.OptionalCode("lead"))),
        new(
            "recordCard",
            new("生日贺卡已做好或已送出", "The birthday card was made, or handed over"),
            [
                Words,
                new("gift", Flag, false, new("是否附有小礼物", "Whether there is a gift with it")),
                new("handedOverBy", Code, false, new("送卡的学校服务人员;尚未送出时不填", "Who of the school's staff handed it over; left out while nobody has")),
            ],
            values => new CareCommand.RecordCard(values.Flag("gift"), values.OptionalCode("handedOverBy"))),
        new("passOn", new("转交同事", "Somebody else is to make the contact"), [Words, new("to", Code, true, new("接手人员", "Staff id"))],
            values => new CareCommand.PassOn(values.Code("to"))),
    ];

    /// <summary>Reads a command; unknown fields are mistakes too.</summary>
    /// <exception cref="ApiProblem">All mistakes at once.</exception>
    /// <param name="body">The request.</param>
    /// <param name="maxTextLength">Longest free text the handbook takes.</param>
    /// <param name="planned">How the plan wants the contact to be made.</param>
    public static (CareCommand Command, IReadOnlyDictionary<string, string> Texts) Read(FieldReader body, int maxTextLength, string planned)
    {
        var name = body.Text("command", required: true, CodeLength);
        if (All.FirstOrDefault(form => form.Name == name) is not { } found)
        {
            body.ThrowIfInvalid();
            throw new ApiProblem(ProblemKind.UnknownValue)
            {
                Errors = [new FieldError("command", new($"没有“{name}”这个操作。", $"There is no command '{name}'."))],
                Allowed = [.. All.Select(form => form.Name)],
            };
        }

        FieldValues values = [];
        foreach (var field in found.Fields)
        {
            values[field.Name] = field.Kind switch
            {
                Text => body.Text(field.Name, field.Required, maxTextLength),
                Codes => body.Codes(field.Name),
                Flag => body.Flag(field.Name, otherwise: false),
                Instant => body.Instant(field.Name, field.Required),
                _ => body.Text(field.Name, field.Required, CodeLength),
            };
        }

        body.ThrowIfInvalid();
        values[Mode.Name] = values.GetValueOrDefault(Mode.Name) ?? planned;
        Dictionary<string, string> texts = [];
        if (values.OptionalCode(Words.Name) is { } text)
        {
            texts[Words.Name] = text;
        }

        return (found.Build(values), texts);
    }
}
