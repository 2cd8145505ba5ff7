using CareLoop.Domain.Cases;
using CareLoop.Domain.Words;
using static CareLoop.Functions.Cases.FieldKind;

namespace CareLoop.Functions.Cases;

/// <summary>Every command a person can give over HTTP. Validation, documentation and the examples all come from this list.</summary>
internal static class CommandForms
{
    private static readonly CommandField RequiredText = new("text", Text, true, new("说明", "What is said"));
    private static readonly CommandField OptionalText = new("text", Text, false, new("说明", "What is said"));

    public static IReadOnlyList<CommandForm> All { get; } =
    [
        new("reply", new("回复客户", "Reply to the customer"), [RequiredText], _ => new Reply()),
        new("classify", new("分类", "Set type, category, severity and flags"),
            [
                new("type", Code, true, new("类型", "Case type")),
                new("category", Code, true, new("分类", "Category")),
                new("severity", Code, true, new("级别", "Severity")),
                new("flags", Codes, false, new("标记", "Flags")),
            ],
            values => new Classify(values.Code("type"), values.Code("category"), values.Code("severity"), [.. values.Codes("flags")])),
        new("startInvestigation", new("开始调查核实", "Begin to verify the facts"), [OptionalText], _ => new StartInvestigation()),
        new("recordInvestigation", new("记录调查结果", "Record what the investigation found"),
            [
                RequiredText,
                new("finding", Code, true, new("是否成立:Upheld 成立,NotUpheld 不成立", "Upheld or NotUpheld")),
                new("liability", Code, false, new("责任方", "Who answers for it")),
                new("cause", Code, false, new("原因", "Coded cause")),
            ],
            values => new RecordInvestigation(values.Code("finding"), values.OptionalCode("liability"), values.OptionalCode("cause"))),
        new("askCustomer", new("请客户补充", "Ask the customer for more"), [RequiredText], _ => new AskCustomer()),
        new("supplement", new("补充材料", "Add what was asked for"), [RequiredText], _ => new Supplement()),
        new("proposeSolution", new("提出解决方案", "Propose a solution"),
            [
                RequiredText,
                new("kind", Code, true, new("方案种类", "Kind of solution")),
                new("amountInFen", WholeNumber, false, new("金额(分)", "Amount in fen (1/100 CNY)")),
            ],
            values => new ProposeSolution(values.Code("kind"), values.WholeNumber("amountInFen"))),
        new("agreeSolution", new("客户同意方案", "The customer accepts"),
            [OptionalText, new("promisedCompletionAt", Instant, false, new("承诺完成时间", "Promised completion time"))],
            values => new AgreeSolution(values.Instant("promisedCompletionAt"))),
        new("refuseSolution", new("客户不同意方案", "The customer refuses"), [OptionalText], _ => new RefuseSolution()),
        new("completeImplementation", new("方案已落实", "The solution has been carried out"), [OptionalText], _ => new CompleteImplementation()),
        new("giveFeedback", new("向客户反馈结果", "Tell the customer the result"), [RequiredText], _ => new GiveFeedback()),
        new("recordFollowUp", new("记录回访结果", "Record a follow-up"),
            [
                OptionalText,
                new("result", Code, true, new("回访结果", "Follow-up result")),
                new("mode", Code, true, new("回访方式", "How the customer was reached")),
            ],
            values => new RecordFollowUp(values.Code("result"), values.Code("mode"))),
        new("archive", new("归档", "Close for good"),
            [
                new("rootCause", Code, false, new("原因分析", "Coded root cause")),
                new("rootCauseText", Text, false, new("原因说明", "Root cause in words")),
                new("improvement", Text, false, new("改进措施", "Improvement action")),
            ],
            values => new Archive(values.OptionalCode("rootCause"))),
        new("comment", new("备注", "Add a note"),
            [RequiredText, new("visibleToCustomer", Flag, false, new("客户可见", "Whether the customer sees it"))],
            values => new Comment(values.Flag("visibleToCustomer"))),
        new("withdraw", new("客户撤回", "The customer takes the matter back"), [RequiredText], _ => new Withdraw()),
        new("reopen", new("重新打开", "Open again"), [RequiredText], _ => new Reopen()),
    ];

    public static CommandForm? Find(string name) => All.FirstOrDefault(form => form.Name == name);
}
