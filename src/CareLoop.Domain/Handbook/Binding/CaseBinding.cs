using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook.Binding;

/// <summary>What cases can be: types, channels, severities, solutions.</summary>
internal static class CaseBinding
{
    public static CaseTypeRule Type(NodeReader node) => new(
        node.Text("id"),
        node.Local("name"),
        node.Texts("categories"),
        node.OptionalText("followUpPlan"),
        node.Bool("requiresRootCause", fallback: false),
        node.Choices<CasePath>("paths"),
        node.Bool("confirmBeforeFeedback", fallback: false),
        node.Bool("rejectable", fallback: true),
        node.Texts("forms"),
        node.OptionalText("reservedFor"),
        node.Source());

    public static Channel Channel(NodeReader node, string defaultOwnerRole) => new(
        node.Text("id"),
        node.Local("name"),
        node.OptionalText("ownerRole") ?? defaultOwnerRole,
        node.Bool("attended", fallback: false),
        node.Source());

    public static SeverityRule Severity(NodeReader node)
    {
        var when = node.Object("when");
        var set = node.Object("set");
        var rule = new SeverityRule(
            node.Text("id"),
            node.Local("name"),
            when is null ? new([], [], null, null, null, null) : Condition(when),
            set?.OptionalText("severity"),
            set?.Texts("flags") ?? [],
            node.OptionalText("confirmBy"),
            node.Source());
        when?.Done();
        set?.Done();
        return rule;
    }

    public static SolutionKind Solution(NodeReader node) =>
        new(
        node.Text("id"),
        node.Local("name"),
        node.Bool("needsWork", fallback: true),
        node.Has("maxPerCase") ? node.Int("maxPerCase") : null,
        node.Bool("pays", fallback: false),
        node.Texts("recoverFrom"),
        node.Source());

    public static Role Role(NodeReader node) => new(node.Text("id"), node.Local("name"), node.Choices<Right>("can"), node.Source());

    public static MessageTemplate Template(NodeReader node) => new(
        node.Text("id"),
        node.Local("name"),
        node.Local("text"),
        node.Bool("marketing", fallback: false),
        node.Has("maxLength") ? node.Int("maxLength") : null,
        Audience(node))
    {
        Subscription = node.List("subscription", SubscriptionFieldOf),
    };

    private static SubscriptionField SubscriptionFieldOf(NodeReader node) => new(node.Text("field"), node.Text("value"));

    public static IntakeRules Intake(NodeReader node)
    {
        var rules = new IntakeRules(
            node.Int("maxPhotos"),
            (long)(node.Decimal("maxPhotoMegabytes") * 1024 * 1024),
            node.Texts("photoTypes"),
            node.Int("maxTextLength"),
            node.Int("reopenDays"),
            node.Int("repeatDays"));
        node.Source();
        node.Done();
        return rules;
    }

    public static WaitingRules Waiting(NodeReader node)
    {
        var days = node.Texts("reminderDays").Select(d => int.TryParse(d, out var day) ? day : 0);
        var rules = new WaitingRules(node.Int("noReplyDays"), [.. days], node.Source());
        node.Done();
        return rules;
    }

    public static PromiseRules Promise(NodeReader node)
    {
        var rules = new PromiseRules(node.Has("maxHours") ? node.Int("maxHours") : null, node.Source());
        _ = node.OptionalText("maxHours");
        node.Done();
        return rules;
    }

    public static RetentionRules Retention(NodeReader root)
    {
        if (root.Object("retention") is not { } node)
        {
            root.Report(root.Place, "'retention' is missing.", "Extend base, which has it.");
            return new(1, [], new([], "I"));
        }

        var rules = new RetentionRules(node.Int("years"), node.Texts("holdReasons"), node.Source());
        // Deals on platforms are kept three years by law (PUB-12); whoever keeps less has to say why it may.
        if (rules.Years < 3 && rules.Source.Reason is null)
            node.Report(node.PlaceOf("years"), $"{rules.Years} years are less than the three of PUB-12.", "Write at least 3, or add reason: with what allows it.", "V-14");
        if (rules.HoldReasons.IsEmpty)
            node.Report(node.Place, "Nobody could keep data for a claim that runs: 'holdReasons' is empty.", "Write holdReasons: [Warranty, Claim, Lawsuit].");
        node.Done();
        return rules;
    }

    public static AuthorityRules Authority(NodeReader node)
    {
        var rules = new AuthorityRules(node.Int("warnDays"), node.Text("ladder"), node.Source());
        node.Done();
        return rules;
    }

    private static SeverityCondition Condition(NodeReader node) => new(
        node.Texts("keywords"),
        node.Texts("fact"),
        node.OptionalText("field"),
        node.OptionalText("equals"),
        node.Has("sameCustomerAndSubjectArchivedWithinDays") ? node.Int("sameCustomerAndSubjectArchivedWithinDays") : null,
        node.Object("sameCounterparty") is { } group ? Group(group) : null);

    private static GroupCondition Group(NodeReader node)
    {
        var group = new GroupCondition(node.Int("customers"), node.Int("withinDays"));
        node.Done();
        return group;
    }

    private static Provenance Audience(NodeReader node)
    {
        // Who gets a message is decided where the event is; the key tells people who edit the text.
        _ = node.Texts("to");
        return node.Source();
    }
}
