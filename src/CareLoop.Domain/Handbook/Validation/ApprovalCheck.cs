namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-07: approval steps are in order, without a gap from zero, and lie with people who do not apply.</summary>
internal static class ApprovalCheck
{
    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        if (!draft.Pack.Roles.Any(r => r.Can.Contains(Blocks.Right.Pay)) && draft.Pack.SolutionKinds.FirstOrDefault(k => k.Pays) is { } unpaid)
            yield return draft.Error("V-07", "solutionKinds", unpaid.Id, "pays", $"'{unpaid.Id}' has to be paid, but nobody may pay.", "Add Pay to can: of a role.");
        foreach (var approval in draft.Pack.Approvals)
        {
            var steps = approval.Steps;
            if (steps.IsEmpty || steps[0].FromExclusiveFen != 0)
                yield return draft.Error("V-07", "approvals", approval.Id, "steps", $"'{approval.Id}' has amounts nobody decides.", "Let the first step begin at fromExclusive: 0.");
            if (!steps.Select(s => s.Order).SequenceEqual(Enumerable.Range(1, steps.Length)))
                yield return draft.Error("V-07", "approvals", approval.Id, "steps", $"The steps of '{approval.Id}' are not numbered 1, 2, 3 …", "Number them in order.");
            if (steps.Zip(steps.Skip(1)).Any(p => p.Second.FromExclusiveFen < p.First.FromExclusiveFen))
                yield return draft.Error("V-07", "approvals", approval.Id, "steps", $"The amounts of '{approval.Id}' do not rise.", "Order the steps by fromExclusive.");
            if (steps.Select(s => s.Role).Distinct().Count() != steps.Length)
                yield return draft.Error("V-07", "approvals", approval.Id, "steps", $"'{approval.Id}' asks the same role twice.", "Give every step another role.");
            if (steps.FirstOrDefault(s => s.Role == draft.Pack.DefaultOwnerRole) is { } own)
                yield return draft.Error("V-07", "approvals", approval.Id, "steps", $"'{own.Role}' would decide what it applies for.", "Let a superior decide.");
            foreach (var step in steps.Where(s => !draft.Pack.Roles.Any(r => r.Id == s.Role && r.Can.Contains(Blocks.Right.Approve))))
                yield return draft.Error("V-07", "approvals", approval.Id, "steps", $"'{step.Role}' may not approve.", "Add Approve to can: of that role.");
        }
    }
}
