using System.Text.Json.Nodes;
using CareLoop.Domain.Words;

namespace CareLoop.Functions.Operations;

/// <summary>What the fields of the directory mean.</summary>
internal static class DirectoryMeanings
{
    private static readonly Dictionary<string, LocalText> Words = new()
    {
        ["roles"] = new("手册中的岗位", "Roles of the handbook"),
        ["access"] = new("登录权限:agent、supervisor、manager、auditor、operator", "Access roles: agent, supervisor, manager, auditor, operator"),
        ["sites"] = new("所属站点", "Sites it belongs to"),
        ["competences"] = new("专长,写作“种类:代码”,例如 language:en、area:9-16栋", "Competences as kind:code, such as language:en or area:A"),
        ["deputy"] = new("代班人", "Who stands in during absences"),
        ["leftOn"] = new("离岗日期:自该日起不再在岗", "First day on which the person no longer works here"),
        ["pack"] = new("所用手册", "Handbook it works by"),
        ["profile"] = new("手册的行业细分", "Sub-pack of the handbook"),
        ["start"] = new("开始时刻(上海时间)", "Start, as a time of day in Shanghai"),
        ["end"] = new("结束时刻;不晚于开始即为次日", "End; on the next day when not later than the start"),
        ["onCall"] = new("值守:无人当班时才找", "On call: asked only when nobody is on duty"),
        ["shift"] = new("班次", "Shift"),
        ["staff"] = new("人员", "Staff"),
        ["weekdays"] = new("每周哪几天;与 dates 都不填即每天", "Weekdays; every day when dates are empty too"),
        ["dates"] = new("指定日期", "Single days"),
        ["except"] = new("换班后不上的日期", "Days somebody else works after an exchange"),
        ["everyWeeks"] = new("每几周轮一次", "Every how many weeks"),
        ["statusSince"] = new("状态自何日起", "Since when the status holds"),
        ["number"] = new("订单、合同、房号或会员号;加密保存", "Number of order, contract, unit or membership; stored sealed"),
        ["customerKey"] = new("客户键(不含个人信息)", "Customer key; nothing personal"),
        ["channelUserId"] = new("渠道用户标识,如微信 openid", "User id on the channel, such as a WeChat openid"),
        ["vip"] = new("是否 VIP 会员", "Whether a VIP member"),
        ["marketingConsent"] = new("客户是否同意接收商业信息", "Whether the customer agreed to commercial messages"),
        ["agent"] = new("负责联系该客户的人员", "Who looks after the customer"),
        ["anchors"] = new("关怀计划的起算事件", "What care plans count from"),
        ["anchor"] = new("起算事件,例如 SaleDelivered", "The event, such as SaleDelivered"),
        ["at"] = new("时刻;按日期计的事件可改填 on", "The instant; a date may be given as on instead"),
        ["on"] = new("日期", "The date"),
        ["documents"] = new("收到的资料,例如 ServiceCard", "Documents that came with it, such as ServiceCard"),
        ["guardianConsent"] = new("监护人已书面同意;未满 14 周岁必须", "A guardian's consent is on record; needed under 14"),
        ["recordedAt"] = new("登记时间", "When it was recorded"),
        ["contacts"] = new("随同移交的关怀任务", "Care tasks that go along"),
        ["careTasks"] = new("由此产生的关怀任务", "Care tasks that follow from it"),
        ["area"] = new("所在区域,如楼栋", "Part of the site, such as a building"),
        ["since"] = new("交付、入住或入会日期", "Delivered, handed over or joined on"),
        ["until"] = new("截止", "End"),
        ["warranties"] = new("质保", "Warranties"),
        ["part"] = new("质保部位", "What the warranty covers"),
        ["endsOn"] = new("质保最后一天", "Last day of the warranty"),
        ["months"] = new("质保月数,自 since 起", "Months of the warranty, from since"),
        ["inForce"] = new("工单登记时是否在保", "Whether the case was registered within it"),
        ["onDuty"] = new("当班与值守人员", "People on duty and on call"),
        ["person"] = new("人员", "Person"),
        ["startsAt"] = new("开始", "Start"),
        ["endsAt"] = new("结束", "End"),
        ["insteadOf"] = new("代谁的班", "Whom the person stands in for"),
        ["writeBy"] = new("交班时限", "By when it has to be written"),
        ["acceptBy"] = new("接班时限", "By when it has to be accepted"),
        ["writtenAt"] = new("填写时间", "When it was written"),
        ["acceptedAt"] = new("接班时间", "When it was accepted"),
        ["acceptedBy"] = new("接班人", "Who accepted it"),
        ["acceptanceText"] = new("接班记录", "What the acceptor wrote"),
        ["isOwned"] = new("交班人是否为责任人", "Whether whoever hands out owns the case"),
        ["day"] = new("日期", "Day"),
        ["today"] = new("今日小结", "Summary of the day"),
        ["tomorrow"] = new("明日计划", "Plan for tomorrow"),
        ["checkedBy"] = new("检查人", "Who checked it"),
        ["checkedAt"] = new("检查时间", "When it was checked"),
        ["version"] = new("版本,与 ETag 相同", "Version, the same as the ETag"),
        ["next"] = new("下一页的地址;最后一页为空", "Link to the next page; absent on the last"),
        ["from"] = new("开始;交班时为交班人", "Beginning; of a handover who hands out"),
        ["to"] = new("接班人", "Who is to take over"),
    };

    /// <summary>Gives every field of a schema its meaning, in place of a more general one.</summary>
    public static void Describe(JsonNode schema, Language language)
    {
        if (schema is JsonArray list)
        {
            foreach (var item in list.OfType<JsonNode>())
            {
                Describe(item, language);
            }
        }

        if (schema is not JsonObject node)
        {
            return;
        }

        foreach (var (name, value) in node.ToList())
        {
            if (name == "properties" && value is JsonObject fields)
            {
                DescribeFields(fields, language);
            }
            else if (value is not null)
            {
                Describe(value, language);
            }
        }
    }

    private static void DescribeFields(JsonObject fields, Language language)
    {
        foreach (var (name, value) in fields.ToList())
        {
            // The exporter cannot look into a type with a converter of its own; here that is a time of day.
            if (value is not JsonObject field)
            {
                fields[name] = field = new JsonObject { ["type"] = "string" };
            }

            if ((Words.GetValueOrDefault(name) ?? SchemaMeanings.Of(string.Empty, name)) is { } meaning)
            {
                field["description"] = meaning.In(language);
            }

            Describe(field, language);
        }
    }
}
