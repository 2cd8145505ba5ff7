using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Words;
using CareLoop.Functions.Cases;

namespace CareLoop.Functions.Penalties;

/// <summary>A penalty proposal (扣罚建议, form E16) as those who may read it see it.</summary>
public sealed record PenaltyView(
    string Id,
    string Month,
    string Site,
    Named Person,
    Named Rule,
    string RuleId,
    Named Proposal,
    Named Status,
    IReadOnlyList<string> Cases,
    DateTimeOffset ProposedAt,
    DateTimeOffset DecideBy,
    Named? DecidedBy,
    DateTimeOffset? DecidedAt,
    Named? Reason,
    string? CoachingTask)
{
    public static PenaltyView Of(PenaltyProposal proposal, PolicyPack pack, DirectorySnapshot people, Language language)
    {
        var rule = PenaltyBook.Find(pack, proposal.Rule);
        return new PenaltyView(
            proposal.Id,
            proposal.Month,
            proposal.Site,
            new Named(proposal.Person, people.NameOf(proposal.Person)),
            new Named(rule.Id, rule.Name.In(language)),
            rule.Source.RuleId,
            new Named(rule.Kind.ToString(), Glossary.Term(rule.Kind.ToString(), language)),
            new Named(proposal.Status.ToString(), Glossary.Name(proposal.Status, language)),
            [.. proposal.Grounds.Where(ground => ground.Stands).Select(ground => ground.CaseId)],
            proposal.ProposedAt,
            proposal.DecideBy,
            proposal.Decision is { } decided ? new Named(decided.By, people.NameOf(decided.By)) : null,
            proposal.Decision?.At,
            proposal.Decision?.Reason is { } reason ? new Named(reason, Glossary.Term(reason, language)) : null,
            PenaltyRounds.CoachingOf(proposal, rule));
    }
}
