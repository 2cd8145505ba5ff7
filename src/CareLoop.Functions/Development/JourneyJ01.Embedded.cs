namespace CareLoop.Functions.Development;

/// <summary>One step of a journey: when, who, what they do, and the doing.</summary>
public sealed record JourneyStep(DateTimeOffset At, string User, string What, Func<JourneyCase, Task> Do);

/// <summary>Journey J01: a sofa's cracked frame, three photos over WeChat, exchanged, followed up, archived.</summary>
public static class JourneyJ01
{
    public const string Customer = "wang.li";
    public const string Specialist = "chen.min";

    /// <summary>When the customer writes.</summary>
    public static DateTimeOffset Start { get; } = At("2026-03-04T10:12");

    public static IReadOnlyList<JourneyStep> Steps { get; } =
    [
        Step("2026-03-04T10:12", Customer, "微信投诉,附 3 张照片", run => run.OpenAsync(
            Customer,
            new
            {
                site = "mall-sh-01",
                channel = "WeChat",
                customer = new { name = "王丽", phone = "13800001234" },
                text = "你好,我1月15号在你们商场慕云家居买的三人沙发,坐着突然响,翻过来一看框架裂了,拍了三张照片,这才用了一个多月,我要求换新的。",
                subject = "HT-20260115-088",
                counterparty = "A3-18",
            },
            Photo("sofa-1"), Photo("sofa-2"), Photo("sofa-3"))),
        Command("2026-03-04T10:13", Specialist, "首次回复", new { command = "reply", text = "王女士您好,非常抱歉给您带来不便,我是客服陈敏,马上为您核实……" }),
        Command("2026-03-04T10:25", Specialist, "分类:投诉 / 商品质量 / 一般", new { command = "classify", type = "Complaint", category = "ProductQuality", severity = "Ordinary" }),
        Command("2026-03-04T10:30", Specialist, "开始调查核实", new { command = "startInvestigation" }),
        Step("2026-03-04T15:20", Specialist, "现场查验,补拍 2 张;投诉成立,商户责任", async run =>
        {
            await run.UploadAsync(Specialist, Photo("check-1"), Photo("check-2"));
            await run.CommandAsync(Specialist, new
            {
                command = "recordInvestigation",
                text = "与商户共同到场查验:沙发主框架横梁开裂,属结构缺陷。",
                finding = "Upheld",
                liability = "Merchant",
                cause = "StructuralDefect",
            });
        }),
        Command("2026-03-04T16:40", Specialist, "提出方案:换新", new { command = "proposeSolution", kind = "Exchange", text = "为您更换同型号全新沙发,周六下午送货上门并收回旧品。" }),
        Command("2026-03-04T17:05", Specialist, "客户同意,承诺 3 月 7 日 18:00 前完成", new { command = "agreeSolution", text = "可以,周六下午送来就行", promisedCompletionAt = "2026-03-07T18:00:00+08:00" }),
        Step("2026-03-07T15:30", Specialist, "新沙发安装完毕,2 张照片,旧品收回", async run =>
        {
            await run.UploadAsync(Specialist, Photo("new-1"), Photo("new-2"));
            await run.CommandAsync(Specialist, new { command = "completeImplementation", text = "新沙发已安装,旧沙发已收回。" });
        }),
        Command("2026-03-07T15:40", Specialist, "向客户反馈结果", new { command = "giveFeedback", text = "已为您更换全新沙发并安装完毕" }),
        Command("2026-03-10T10:05", Specialist, "电话回访:满意", new { command = "recordFollowUp", result = "Satisfied", mode = "Call", text = "客户表示满意。" }),
        Command("2026-03-10T10:08", Specialist, "填写原因与改进措施,归档", new
        {
            command = "archive",
            rootCause = "StructuralDefect",
            rootCauseText = "该批次框架横梁用材不足。",
            improvement = "已要求商户检查同批次沙发并更换供应商。",
        }),
    ];

    private static JourneyStep Command(string at, string user, string what, object command) => Step(at, user, what, run => run.CommandAsync(user, command));

    private static JourneyStep Step(string at, string user, string what, Func<JourneyCase, Task> action) => new(At(at), user, what, action);

    private static DateTimeOffset At(string local) => DateTimeOffset.Parse($"{local}:00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    private static string Photo(string name) => Path.Combine(Places.Photos, $"{name}.jpg");
}
