using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Erasure;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Security;
using CareLoop.Functions.Worklists;

namespace CareLoop.Functions.Operations;

/// <summary>The schemas of the API's description: answers from the types that are written, commands from the forms that are read.</summary>
internal static class OpenApiSchemas
{
    private static readonly JsonObject String = new() { ["type"] = "string" };

    public static JsonObject All(Language language)
    {
        var all = Cases(language);
        foreach (var (name, schema) in DirectorySchemas.All(language).Concat(DeadLetterSchemas.All(language)).Concat(DeliverySchemas.All(language))
            .Concat(CareSchemas.All(language)).Concat(DutyOperations.Schemas(language)).Concat(PenaltySchemas.All(language)).Concat(ConversationSchemas.All(language)).Concat(WebhookSchemas.All(language)).Concat(RobotOperations.Schemas(language)))
        {
            all[name] = schema;
        }

        return all;
    }

    private static JsonObject Cases(Language language) => new()
    {
        ["Case"] = Of<CaseView>(language),
        ["Problem"] = Of<ProblemDocument>(language),
        ["Timeline"] = List("timeline", Of<TimelineEntry>(language), language),
        ["Clocks"] = List("clocks", Of<ClockView>(language), language),
        ["EvidenceList"] = List("evidence", Of<EvidenceView>(language), language),
        ["Worklist"] = Page(Of<WorklistItem>(language), language),
        ["CustomerCases"] = Page(Of<CustomerCaseItem>(language), language),
        ["Search"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("text"),
            ["properties"] = new JsonObject
            {
                ["text"] = new JsonObject
                {
                    ["type"] = "string",
                    ["description"] = new LocalText("工单编号或客户电话", "Case number or the customer's phone number").In(language),
                },
            },
            ["additionalProperties"] = false,
            ["examples"] = new JsonArray(ApiExamples.Search),
        },
        ["ProfileRequest"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("purpose"),
            ["properties"] = new JsonObject
            {
                ["purpose"] = new JsonObject
                {
                    ["enum"] = new JsonArray([.. AccessPurpose.All.Select(purpose => (JsonNode)purpose.Id)]),
                    ["description"] = string.Join("; ", AccessPurpose.All.Select(purpose => $"{purpose.Id} {purpose.Name.In(language)}")),
                },
            },
            ["additionalProperties"] = false,
            ["examples"] = new JsonArray(ApiExamples.Profile),
        },
        ["Profile"] = Of<ProfileView>(language),
        ["ErasureRequest"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("reason"),
            ["properties"] = new JsonObject
            {
                ["reason"] = new JsonObject
                {
                    ["enum"] = new JsonArray([.. ErasureFunctions.Reasons.Select(reason => (JsonNode)reason)]),
                    ["description"] = new LocalText("删除的原因", "Why the customer is erased").In(language),
                },
            },
            ["additionalProperties"] = false,
            ["examples"] = new JsonArray(ApiExamples.Erasure),
        },
        ["Erasure"] = Of<ErasureView>(language),
        ["TrackingToken"] = Of<TrackingToken>(language),
        ["TrackingTokens"] = List("items", Of<TrackingView>(language), language),
        ["CustomerSignIn"] = CustomerSignIn(language),
        ["WeChatSignIn"] = WeChatSignIn(language),
        ["CustomerToken"] = Of<CustomerToken>(language),
        ["Audit"] = Page(Of<AuditEntry>(language), language),
        ["Inbox"] = Page(Of<InboxItem>(language), language),
        ["Command"] = new JsonObject { ["oneOf"] = new JsonArray([.. CommandForms.All.Select(form => Command(form, language))]) },
        ["Intake"] = Intake(language),
        ["IntakeWithPhotos"] = WithPhotos(language),
        ["Photo"] = new JsonObject
        {
            ["type"] = "string",
            ["format"] = "binary",
            ["description"] = new LocalText("一张照片,原样作为请求体", "One photo, as it is, as the whole body").In(language),
        },
        ["Photos"] = Photos(language, KeyValuePair.Create("phase", (JsonNode?)new JsonObject
        {
            ["type"] = "string",
            ["enum"] = new JsonArray([.. Gate.Phases.Select(phase => (JsonNode)phase)]),
            ["description"] = new LocalText("处理前或处理后拍摄", "Taken before or after the work").In(language),
        })),
    };

    private static JsonNode Of<T>(Language language) => Of(typeof(T), language);

    /// <summary>The schema of an answer's type, its fields described.</summary>
    public static JsonNode Of(Type type, Language language)
    {
        var schema = ApiJson.Options.GetJsonSchemaAsNode(
            type, new JsonSchemaExporterOptions { TransformSchemaNode = (context, node) => Described(context, node, language) });
        return SchemaReferences.Inlined(schema);
    }

    private static JsonNode Described(JsonSchemaExporterContext context, JsonNode schema, Language language)
    {
        // Instants have a converter of their own, which the exporter cannot look into.
        if (context.TypeInfo.Type == typeof(DateTimeOffset) || context.TypeInfo.Type == typeof(DateTimeOffset?))
        {
            schema = Value(FieldKind.Instant);
        }

        if (context.PropertyInfo is { } property
            && SchemaMeanings.Of(property.DeclaringType.Name, property.Name) is { } meaning
            && schema is JsonObject described)
        {
            described["description"] = meaning.In(language);
        }

        return schema;
    }

    private static JsonObject List(string name, JsonNode items, Language language) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            [name] = new JsonObject { ["type"] = "array", ["description"] = SchemaMeanings.Of("List", name)!.In(language), ["items"] = items },
        },
    };

    /// <summary>A page of a list, with the link to the next one.</summary>
    public static JsonObject Page(JsonNode items, Language language)
    {
        var page = List("items", items, language);
        page["properties"]!["next"] = new JsonObject
        {
            ["type"] = new JsonArray("string", "null"),
            ["description"] = new LocalText("下一页的地址;最后一页为空", "Link to the next page; absent on the last").In(language),
        };
        return page;
    }

    private static JsonObject Command(CommandForm form, Language language)
    {
        JsonObject properties = new() { ["command"] = new JsonObject { ["const"] = form.Name, ["description"] = form.Meaning.In(language) } };
        foreach (var field in form.Fields)
        {
            var schema = Value(field.Kind);
            schema["description"] = field.Meaning.In(language);
            properties[field.Name] = schema;
        }

        return new JsonObject
        {
            ["title"] = form.Name,
            ["description"] = form.Meaning.In(language),
            ["type"] = "object",
            ["required"] = new JsonArray(["command", .. form.Fields.Where(field => field.Required).Select(field => (JsonNode)field.Name)]),
            ["properties"] = properties,
            ["additionalProperties"] = false,
            ["examples"] = new JsonArray(ApiExamples.Command(form.Name)),
        };
    }

    internal static JsonObject Value(FieldKind kind) => kind switch
    {
        FieldKind.Codes => new() { ["type"] = "array", ["items"] = String.DeepClone() },
        FieldKind.Instant => new() { ["type"] = "string", ["format"] = "date-time" },
        FieldKind.WholeNumber => new() { ["type"] = "integer" },
        FieldKind.Flag => new() { ["type"] = "boolean" },
        _ => new() { ["type"] = "string" },
    };

    private static JsonObject Intake(Language language)
    {
        JsonObject String(string zh, string en) => new() { ["type"] = "string", ["description"] = new LocalText(zh, en).In(language) };
        var customer = new JsonObject
        {
            ["type"] = "object",
            ["description"] = new LocalText("客户;员工代为登记时必填电话或渠道用户标识", "The customer; staff must give a phone number or a channel user id").In(language),
            ["properties"] = new JsonObject
            {
                ["name"] = String("姓名", "Name"),
                ["phone"] = String("电话", "Phone number"),
                ["channelUserId"] = String("渠道用户标识,如微信 openid", "User id on the channel, such as a WeChat openid"),
                ["address"] = String("地址", "Address"),
                ["email"] = String("邮箱", "E-mail address"),
                ["language"] = String("希望用哪种语言联系:zh-CN 或 en", "The language to write in: zh-CN or en"),
            },
        };
        var receivedAt = String("补录时的实际来电时间,仅员工可填", "When the call was answered, if entered later; staff only");
        receivedAt["format"] = "date-time";
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("site", "channel", "text"),
            ["examples"] = new JsonArray(ApiExamples.Intake),
            ["properties"] = new JsonObject
            {
                ["site"] = String("站点编号", "Site id"),
                ["channel"] = String("手册中的渠道,如 WeChat、Phone、FrontDesk", "A channel of the handbook, such as WeChat, Phone or FrontDesk"),
                ["channelMessageId"] = String("渠道消息编号;同一消息只受理一次", "Message id on the channel; the same message opens one case only"),
                ["customer"] = customer,
                ["text"] = String("客户的原话", "The customer's words"),
                ["type"] = String("工单类型;不填则由手册给出暂定类型", "Case type; the handbook's provisional one unless given"),
                ["subject"] = String("订单、合同或房号", "Order, contract or unit number"),
                ["counterparty"] = String("商户、承包方或网点编号", "Id of merchant, contractor or outlet"),
                ["linkedTo"] = String("由哪一单引出(跟进个案)的工单编号", "Number of the case it follows from"),
                ["receivedAt"] = receivedAt,
                ["trackingToken"] = new JsonObject
                {
                    ["type"] = "boolean",
                    ["description"] = new LocalText("是否同时生成进度查询令牌", "Whether to give a tracking token with it").In(language),
                },
            },
        };
    }

    private static JsonObject CustomerSignIn(Language language) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["phone"] = new JsonObject { ["type"] = "string", ["description"] = SchemaMeanings.Of("CustomerSignIn", "phone")!.In(language) },
            ["channelUserId"] = new JsonObject { ["type"] = "string", ["description"] = SchemaMeanings.Of("CustomerSignIn", "channelUserId")!.In(language) },
        },
        ["additionalProperties"] = false,
        ["examples"] = new JsonArray(ApiExamples.CustomerSignIn),
    };

    private static JsonObject WeChatSignIn(Language language) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("code"),
        ["properties"] = new JsonObject
        {
            ["code"] = new JsonObject
            {
                ["type"] = "string",
                ["maxLength"] = 128,
                ["description"] = new LocalText("wx.login 得到的 code,5 分钟内有效,只能使用一次", "The code of wx.login, good once and for five minutes").In(language),
            },
        },
        ["additionalProperties"] = false,
        ["examples"] = new JsonArray(ApiExamples.WeChatSignIn),
    };

    private static JsonObject WithPhotos(Language language)
    {
        var matter = Intake(language);
        matter["description"] = new LocalText("工单内容(JSON)", "The matter as JSON").In(language);
        var form = Photos(language, KeyValuePair.Create("case", (JsonNode?)matter));
        form["required"] = new JsonArray("case");
        return form;
    }

    private static JsonObject Photos(Language language, params ReadOnlySpan<KeyValuePair<string, JsonNode?>> more) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(
            [
                .. more,
                KeyValuePair.Create("photo", (JsonNode?)new JsonObject
                {
                    ["type"] = "array",
                    ["description"] = new LocalText("照片,每张一个部分", "Photos, one part each").In(language),
                    ["items"] = new JsonObject { ["type"] = "string", ["format"] = "binary" },
                }),
            ]),
    };
}
