using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook;

/// <summary>An effective handbook (政策包): base, pack, profile and organisation override merged and validated.</summary>
public sealed record PolicyPack
{
    public required PackReference Reference { get; init; }

    /// <summary>The published form; loading it again gives the same pack and the same hash.</summary>
    public required string CanonicalJson { get; init; }

    public required LocalText DisplayName { get; init; }

    /// <summary>First part of case numbers, such as <c>MALL</c> (COM-INT-10).</summary>
    public required string NumberPrefix { get; init; }

    public required DateTimeOffset EffectiveFrom { get; init; }

    /// <summary>The organisation this pack was changed for, or null.</summary>
    public string? Organisation { get; init; }

    /// <summary>Cases that run when it comes into force go on by it; otherwise they keep the version they began with (V-18).</summary>
    public bool MovesRunningCases { get; init; }

    public required IntakeRules Intake { get; init; }

    public required WaitingRules Waiting { get; init; }

    public required PromiseRules Promise { get; init; }

    /// <summary>How long closed cases keep what is personal.</summary>
    public required RetentionRules Retention { get; init; }

    /// <summary>How messages of chat channels become matters.</summary>
    public required ConversationRules Conversation { get; init; }

    /// <summary>What words mean in a chat besides being a matter.</summary>
    public required ImmutableArray<ChatWords> ChatWords { get; init; }

    /// <summary>What is answered in a chat without a person.</summary>
    public required ImmutableArray<ChatAnswer> ChatAnswers { get; init; }

    /// <summary>How answers to authorities are watched, or null where the handbook has none.</summary>
    public AuthorityRules? Authority { get; init; }

    /// <summary>What may be noted besides the steps of the stage model, such as <c>OnSiteArrived</c>.</summary>
    public required ImmutableArray<NamedObject> Milestones { get; init; }

    /// <summary>Who may answer for a matter (责任方), such as <c>Merchant</c>.</summary>
    public required ImmutableArray<NamedObject> Liabilities { get; init; }

    /// <summary>What has to be there before which step.</summary>
    public required ImmutableArray<Gate> Gates { get; init; }

    public required ImmutableArray<CheckList> CheckLists { get; init; }

    public required ImmutableDictionary<string, WorkingTime> Calendars { get; init; }

    /// <summary>The calendar people work in.</summary>
    public required string Calendar { get; init; }

    /// <summary>The role that answers channels without one of their own.</summary>
    public required string DefaultOwnerRole { get; init; }

    public required ImmutableArray<Channel> ChannelRules { get; init; }

    public required ImmutableArray<CaseTypeRule> TypeRules { get; init; }

    /// <summary>The type a case runs under until it is classified (COM-INT-13: clocks run from receipt).</summary>
    public required string ProvisionalType { get; init; }

    public required ImmutableArray<NamedObject> CategoryRules { get; init; }

    public required ImmutableArray<NamedObject> SeverityNames { get; init; }

    public required ImmutableArray<NamedObject> FlagNames { get; init; }

    public required ImmutableArray<SeverityRule> SeverityRules { get; init; }

    public required ImmutableArray<SolutionKind> SolutionKinds { get; init; }

    public required ImmutableArray<Sla> Slas { get; init; }

    public required ImmutableArray<Ladder> Ladders { get; init; }

    /// <summary>The ladder for what has no limit of its own: refusals, missed follow-ups, reopening.</summary>
    public required string DefaultLadder { get; init; }

    public required ImmutableArray<Approval> Approvals { get; init; }

    public required ImmutableArray<FollowUpPlan> FollowUpPlans { get; init; }

    public required ImmutableArray<Role> Roles { get; init; }

    public required ImmutableArray<MessageTemplate> Templates { get; init; }

    /// <summary>Care plans, duties, reports, KPIs and other blocks that other parts of the application work off, by block name.</summary>
    public required ImmutableDictionary<string, ImmutableArray<PackRecord>> Records { get; init; }

    /// <summary>Items of the service agreement, for packs that have one (PROJ-SLA-04).</summary>
    public required ImmutableDictionary<string, string> Agreement { get; init; }

    /// <summary>Transitions of the stage model this pack does without, such as <c>Classified&gt;FeedbackGiven</c>.</summary>
    public required ImmutableHashSet<string> RemovedTransitions { get; init; }

    /// <summary>Identifiers of the channels cases may come in by.</summary>
    public ImmutableArray<string> Channels => Ids(ChannelRules);

    public ImmutableArray<string> CaseTypes => Ids(TypeRules);

    public ImmutableArray<string> Categories => Ids(CategoryRules);

    public ImmutableArray<string> Severities => Ids(SeverityNames);

    public ImmutableArray<string> Flags => Ids(FlagNames);

    /// <summary>L1 of the default ladder.</summary>
    public string FirstRole => Ladder(DefaultLadder).FirstRole!;

    /// <summary>The role the router picks the first-asked person from (COM-OWN-01).</summary>
    public string OwnerRole(string channel) => Channel(channel).OwnerRole;

    /// <summary>Whether the organisation is staffed at that instant.</summary>
    public bool IsOpen(DateTimeOffset at) => Calendars[Calendar].IsOpen(at);

    /// <summary>The message template of a notice kind.</summary>
    /// <exception cref="KeyNotFoundException">The pack has none.</exception>
    public MessageTemplate Template(string kind) => Find(Templates, kind);

    public Channel Channel(string id) => Find(ChannelRules, id);

    public CaseTypeRule Type(string id) => Find(TypeRules, id);

    public Ladder Ladder(string id) => Find(Ladders, id);

    public Sla Sla(string id) => Find(Slas, id);

    public FollowUpPlan Plan(string id) => Find(FollowUpPlans, id);

    /// <summary>The name of anything with an id in this pack (types, roles, categories, channels …), else the glossary's.</summary>
    public string NameOf(string id, Language language)
    {
        IEnumerable<IPackObject> named = [.. TypeRules, .. CategoryRules, .. SeverityNames, .. FlagNames, .. ChannelRules, .. SolutionKinds, .. Roles, .. Liabilities, .. Milestones];
        return named.FirstOrDefault(o => o.Id == id)?.Name.In(language) ?? Glossary.Term(id, language);
    }

    public WorkingTime Time(string calendar) => Calendars[calendar];

    /// <summary>Roles that have a right, for refusals.</summary>
    public ImmutableArray<string> RolesThat(Right right) => [.. Roles.Where(r => r.Can.Contains(right)).Select(r => r.Id)];

    public bool May(Actor actor, Right right) => Roles.Any(r => r.Can.Contains(right) && actor.Roles.Contains(r.Id));

    private static ImmutableArray<string> Ids<T>(ImmutableArray<T> objects)
        where T : IPackObject => [.. objects.Select(o => o.Id)];

    private T Find<T>(ImmutableArray<T> objects, string id)
        where T : IPackObject
    {
        foreach (var candidate in objects)
        {
            if (candidate.Id == id)
                return candidate;
        }

        throw new KeyNotFoundException($"Pack '{Reference.Id}' {Reference.Version} has no {typeof(T).Name} '{id}'.");
    }
}
