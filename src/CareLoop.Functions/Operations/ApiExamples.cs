using System.Text.Json.Nodes;

namespace CareLoop.Functions.Operations;

/// <summary>One realistic body for everything that can be sent. Tests read each of them with the code that reads real requests.</summary>
internal static class ApiExamples
{
    private static readonly Dictionary<string, JsonObject> CommandsByName = new JsonObject[]
    {
        Command("reply", ("text", "王女士您好,我是客服陈敏,马上为您核实。")),
        Command("classify", ("type", "Complaint"), ("category", "ProductQuality"), ("severity", "Ordinary"), ("flags", new JsonArray("Special"))),
        Command("startInvestigation", ("text", "已约商户到场查验。")),
        Command("recordInvestigation",
            ("text", "与商户共同查验:主框架横梁开裂。"), ("finding", "Upheld"), ("liability", "Merchant"), ("cause", "StructuralDefect")),
        Command("askCustomer", ("text", "请补拍合同首页。")),
        Command("supplement", ("text", "合同首页已补拍。")),
        Command("proposeSolution",
            ("text", "为您更换同型号新沙发。"), ("kind", "Exchange"), ("promisedCompletionAt", "2026-03-07T18:00:00+08:00")),
        Command("agreeSolution", ("text", "可以,周六下午送来就行。"), ("promisedCompletionAt", "2026-03-07T18:00:00+08:00")),
        Command("refuseSolution", ("text", "不同意,要求退款。")),
        Command("completeImplementation", ("text", "新沙发已安装,旧沙发已收回。")),
        Command("giveFeedback", ("text", "已为您更换并安装完毕。")),
        Command("recordFollowUp", ("text", "客户表示满意。"), ("result", "Satisfied"), ("mode", "Call")),
        Command("rescheduleFollowUp", ("text", "客户在开车。"), ("at", "2026-03-11T10:00:00+08:00")),
        Command("recordRootCause", ("text", "承重数据答错。"), ("rootCause", "KnowledgeGap"), ("staff", "xiao.qiao")),
        Command("archive",
            ("rootCause", "StructuralDefect"), ("rootCauseText", "该批次横梁用材不足。"), ("improvement", "已要求商户检查同批次沙发。")),
        Command("comment", ("text", "师傅周六下午到。"), ("visibleToCustomer", true)),
        Command("withdraw", ("text", "商户已经解决,不投诉了。")),
        Command("reopen", ("text", "又裂了。")),
        Command("acknowledge", ("text", "已知悉,马上处理。")),
        Command("escalate", ("text", "客户要求经理出面。")),
        Command("offerTransfer", ("text", "客户指定由您处理。"), ("to", "zhou.jie")),
        Command("acceptTransfer", ("text", "收到。")),
        Command("acceptHandover", ("text", "已接班。")),
        Command("promiseReply", ("text", "检测结果明天下午出来。"), ("at", "2026-03-05T15:00:00+08:00")),
        Command("askThirdParty", ("text", "请厂家确认保修范围。"), ("party", "Manufacturer")),
        Command("closeThirdParty", ("text", "厂家已书面答复。"), ("answered", true)),
        Command("dispatch",
            ("text", "带水管配件。"), ("engineer", "zhou.jie"), ("arrivalAt", "2026-03-04T14:00:00+08:00"), ("promisedCompletionAt", "2026-03-04T18:00:00+08:00")),
        Command("note", ("text", "已到达现场。"), ("milestone", "OnSiteArrived")),
        Command("failImplementation", ("text", "到货尺寸不符,需重新订货。")),
        Command("submitApproval", ("text", "商户已撤场,申请先行赔付。"), ("reason", "MerchantLeft")),
        Command("recordChecks", ("text", "当面逐项查看。"), ("checkList", "goods-intact"), ("items", new JsonArray("body", "parts", "label", "manual", "gifts"))),
        Command("decideApproval", ("text", "同意。"), ("approved", true)),
        Command("reject", ("text", "超过七天无理由退货期限。"), ("reason", "OutsideWindow")),
        Command("pay", ("text", "已转账。"), ("amountInFen", 468000)),
        Command("confirmPayment", ("text", "客户确认收到。")),
        Command("returnPayment", ("text", "账户已注销。"), ("reason", "AccountClosed")),
        Command("openRecovery", ("text", "从履约押金中扣收。"), ("from", "Deposit")),
        Command("recordRecovery", ("text", "首笔扣收。"), ("amountInFen", 200000)),
        Command("recordCharge", ("text", "换锁芯一套,人工一个半小时。"), ("partsInFen", 8500), ("laborInFen", 1500), ("laborMinutes", 90)),
        Command("holdRetention", ("text", "客户已起诉商户,法院要求保存。"), ("reason", "Lawsuit")),
        Command("liftHold", ("text", "案件已结。")),
        Command("enterAuthorityDate", ("text", "12315转办单,要求书面答复。"), ("authority", "MarketRegulator"), ("answerBy", "2026-03-13T17:30:00+08:00")),
        Command("transferOut", ("text", "属品牌方职责,已告知客户。"), ("to", "Manufacturer")),
        Command("joinGroup", ("text", "同一次爆管。"), ("incident", "PROP-20260312-7K3QF2M9X")),
        Command("leaveGroup", ("text", "核实后为室内管道,单独处理。")),
    }.ToDictionary(command => (string)command["command"]!);

    /// <summary>A matter as customers and staff hand it in.</summary>
    public static JsonObject Intake => new()
    {
        ["site"] = "mall-sh-01",
        ["channel"] = "WeChat",
        ["customer"] = new JsonObject { ["name"] = "王丽", ["phone"] = "13800001234" },
        ["text"] = "三人沙发坐着突然响,翻过来一看框架裂了,才用了一个多月,要求换新。",
        ["subject"] = "HT-20260115-088",
        ["counterparty"] = "A3-18",
    };

    /// <summary>A search for a case.</summary>
    public static JsonObject Search => new() { ["text"] = "MALL-20260304-7K3QF2M9X" };

    /// <summary>A request for authorized access.</summary>
    public static JsonObject Erasure => new() { ["reason"] = "CustomerRequest" };

    public static JsonObject Profile => new() { ["purpose"] = "ArrangeVisit" };

    /// <summary>A partner system asks for its user's token.</summary>
    public static JsonObject CustomerSignIn => new() { ["phone"] = "13800001234" };

    /// <summary>A mini-program's user signs in.</summary>
    public static JsonObject WeChatSignIn => new() { ["code"] = "0a1Xs2000wX5aU1Bzs000oXs2a3Xs20J" };

    /// <summary>A dead letter to be sent again.</summary>
    public static JsonObject DeadLetterReplay => new() { ["entity"] = "case-events/customer", ["sequenceNumber"] = 1042L };

    /// <summary>A dead letter that nobody needs any more.</summary>
    public static JsonObject DeadLetterDiscard => new() { ["entity"] = "case-events/customer", ["sequenceNumber"] = 1042L, ["reason"] = "Obsolete" };

    /// <summary>A partner wants to hear of cases.</summary>
    public static JsonObject Webhook => new()
    {
        ["address"] = "https://partner.example/careloop",
        ["eventTypes"] = new JsonArray("CaseReceived", "CaseArchived"),
        ["sites"] = new JsonArray("mall-sh-01"),
    };

    /// <summary>An endpoint is switched off.</summary>
    public static JsonObject WebhookChange => new() { ["address"] = "https://partner.example/careloop", ["enabled"] = false };

    /// <summary>A notice to a customer to be sent again.</summary>
    public static JsonObject DeliveryReplay => new() { ["id"] = "MALL-20260304-7K3QF2M9X~0639082147200000000-000002-case.registered" };

    /// <summary>A notice to a customer that nobody needs any more.</summary>
    public static JsonObject DeliveryDiscard => new() { ["id"] = (string?)DeliveryReplay["id"], ["reason"] = "HandledOtherwise" };

    /// <summary>A customer agreed to a subscription message.</summary>
    public static JsonObject Consents => new() { ["templates"] = new JsonArray("9Xg2S0kQm7vT1dBw3cFpL5hRzYxNeKuJ8aMoVtWqDjE") };

    /// <summary>Somebody answers a conversation by hand.</summary>
    public static JsonObject ConversationOrder => new() { ["command"] = "takeOver" };

    /// <summary>Somebody dismisses a penalty proposal.</summary>
    public static JsonObject PenaltyDecision => new() { ["decision"] = "dismiss", ["reason"] = "NotUpheld" };

    /// <summary>A command by its name.</summary>
    public static JsonObject Command(string name) => CommandsByName[name].DeepClone().AsObject();

    private static JsonObject Command(string name, params (string Field, JsonNode Value)[] fields) =>
        new([KeyValuePair.Create("command", (JsonNode?)name), .. fields.Select(field => KeyValuePair.Create(field.Field, (JsonNode?)field.Value))]);
}
