using CareLoop.Domain.Cases;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Penalties;

/// <summary>Whatever cases say, however often and in whatever order it arrives, and whenever people decide.</summary>
public sealed class PenaltyProperties
{
    private static readonly Domain.Handbook.PolicyPack Edu = Packs.Of("education-membership");

    [Fact]
    public void EDU_PEN_01_what_arrives_twice_or_late_changes_nothing_and_what_people_decided_stays()
    {
        var said = Said();
        var (decided, withdrawn, raised) = (0, 0, 0);
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var latest = new Dictionary<string, int>();
            List<(string Case, PenaltyGround Ground)> sent = [];
            PenaltyProposal? proposal = null;
            for (var step = 0; step < 12; step++)
            {
                var before = proposal;
                if (random.Next(4) == 0 && proposal is not null)
                {
                    var confirmed = random.Next(2) == 0;
                    var (after, refusal) = PenaltyDecider.Decide(proposal, "wang-fang", mayDecide: true, confirmed, confirmed ? null : "NotUpheld", At.China("2026-03-13 12:00"));
                    Assert.Equal(proposal.Status == PenaltyStatus.Pending, refusal is null);
                    proposal = after ?? proposal;
                    decided += after is null ? 0 : 1;
                }
                else if (random.Next(3) == 0 && sent.Count > 0)
                {
                    // A round run again, or one that comes late.
                    var (from, ground) = sent[random.Next(sent.Count)];
                    proposal = PenaltyDecider.Put(Edu, "id", proposal, said with { CaseId = from }, ground);
                    Assert.Same(before, proposal);
                }
                else
                {
                    var from = $"case-{random.Next(3)}";
                    latest[from] = latest.GetValueOrDefault(from) + 1 + random.Next(3);
                    PenaltyGround ground = new("staff-complaint", "zhang-yue", random.Next(3) > 0, latest[from], At.China("2026-03-11 09:10"));
                    proposal = PenaltyDecider.Put(Edu, "id", proposal, said with { CaseId = from }, ground);
                    // What was never there is not kept as taken back, so neither may it be repeated as if it were.
                    if (proposal?.Grounds.Any(g => g.CaseId == from && g.Sequence == ground.Sequence) == true)
                        sent.Add((from, ground));
                }

                Check(before, proposal);
                withdrawn += before?.Status == PenaltyStatus.Pending && proposal!.Status == PenaltyStatus.Withdrawn ? 1 : 0;
                raised += before?.Status is PenaltyStatus.Dismissed or PenaltyStatus.Withdrawn && proposal!.Status == PenaltyStatus.Pending ? 1 : 0;
            }
        }

        // Stories in which none of this happens would prove nothing.
        Assert.All([decided, withdrawn, raised], count => Assert.InRange(count, 100, int.MaxValue));
    }

    private static void Check(PenaltyProposal? before, PenaltyProposal? after)
    {
        if (after is null)
        {
            Assert.Null(before);
            return;
        }

        Assert.Equal(after.Grounds.Select(g => g.CaseId).Distinct().Count(), after.Grounds.Length);
        Assert.Equal(after.Status is PenaltyStatus.Confirmed or PenaltyStatus.Dismissed, after.Decision is not null);
        Assert.Equal(after.Status == PenaltyStatus.Confirmed, after.Decision is { Confirmed: true });
        if (after.Status == PenaltyStatus.Pending)
            Assert.Contains(after.Grounds, g => g.Stands);
        if (after.Status == PenaltyStatus.Withdrawn)
            Assert.DoesNotContain(after.Grounds, g => g.Stands);
        if (before?.Status == PenaltyStatus.Confirmed)
            Assert.Equal(before.Decision, after.Decision);
        if (before is { Status: PenaltyStatus.Dismissed } && after.Status != PenaltyStatus.Dismissed)
        {
            Assert.Equal(PenaltyStatus.Pending, after.Status);
            Assert.DoesNotContain(before.Grounds, g => g.CaseId == after.RaisedBy.CaseId);
            Assert.Equal(before.Earlier.Length + 1, after.Earlier.Length);
        }
    }

    private static CaseState Said()
    {
        var scene = new Scene(Edu);
        scene.Receive("03-10 20:35", "WeChat", Scene.Customer, "he-jing");
        return scene.State;
    }
}
