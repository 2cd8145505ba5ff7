using CareLoop.Domain.Directory;
using CareLoop.Domain.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CareLoop.Domain.Tests.Directory;

/// <summary>What holds for every directory, rota, absence and load.</summary>
public sealed class RoutingProperties
{
    private static readonly string[] People = ["p0", "p1", "p2", "p3", "p4", "p5"];
    private static readonly string[] Needs = ["language:en", "area:A", "area:B", "type:Repair"];
    private static readonly DateTimeOffset Start = At.China("2026-03-02 00:00");

    /// <summary>A place as a few numbers, so that a failure is easy to read.</summary>
    private sealed record Plan(int[] Roles, int[] Shifts, int[] Absent, int[] Left, int[] Competences, int[] Open, int Hour, int Need, int Old);

    [Fact]
    public void Whoever_is_chosen_is_there_has_not_left_and_no_better_suited_colleague_has_fewer_cases()
    {
        var reasons = new HashSet<RouteReason>();
        Check((book, request, counts) =>
        {
            var route = CaseRouter.Choose(book, request, counts);
            reasons.Add(route.Reason);
            Assert.Equal(route, CaseRouter.Choose(Shuffled(book), request, counts));
            Assert.Equal(route.Reason == RouteReason.NobodyOnDuty, route.Owner is null);
            foreach (var acting in new[] { route.OnDutyHandler ?? route.Owner }.OfType<string>().Where(id => id != request.PreviousOwner))
            {
                var person = book.FindStaff(acting)!;
                Assert.True(book.IsPresent(person, request.Site, request.At), $"{acting} is not there.");
                var candidates = CaseRouter.Candidates(book, request);
                Assert.Contains(acting, candidates);
                Assert.All(candidates, other => Assert.True(counts.GetValueOrDefault(other) >= counts.GetValueOrDefault(acting)));
            }
        });

        // The plans must get around, or the property says nothing.
        Assert.True(reasons.Count >= 6, string.Join(", ", reasons));
    }

    [Fact]
    public void Nobody_is_asked_only_when_nobody_is_on_duty_or_on_call()
    {
        Check((book, request, counts) =>
        {
            if (CaseRouter.Choose(book, request, counts).Reason == RouteReason.NobodyOnDuty)
                Assert.DoesNotContain(Roster.At(book, request.Site, request.At), duty => duty.Shift.OnCall || request.HandlingRoles.Any(duty.ActsAs));
        });
    }

    [Fact]
    public void A_person_is_on_duty_once_at_a_time_and_never_while_absent()
    {
        Check((book, request, _) =>
        {
            var duties = Roster.At(book, request.Site, request.At);
            Assert.Equal(duties.Count, duties.Select(duty => duty.Person.Id).Distinct().Count());
            Assert.All(duties, duty => Assert.True(book.IsPresent(duty.Person, request.Site, request.At)));
            Assert.All(duties, duty => Assert.True(duty.Span.Covers(request.At)));
        });
    }

    private static void Check(Action<DirectorySnapshot, RouteRequest, IReadOnlyDictionary<string, int>> property)
    {
        var numbers = Gen.Choose(0, 99).ArrayOf(People.Length);
        var plans =
            from roles in numbers
            from shifts in numbers
            from absent in numbers
            from left in numbers
            from competences in numbers
            from open in numbers
            from rest in Gen.Choose(0, 99).ArrayOf(3)
            select new Plan(roles, shifts, absent, left, competences, open, rest[0], rest[1], rest[2]);
        Prop.ForAll(plans.ToArbitrary(), plan => property(Book(plan), Request(plan), People.Zip(plan.Open).ToDictionary(p => p.First, p => p.Second % 4)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static DirectorySnapshot Book(Plan plan) => Town.Book with
    {
        Staff =
        [
            .. People.Select((id, n) => Town.Person(id, "s", plan.Roles[n] % 3 == 0 ? "Agent" : plan.Roles[n] % 3 == 1 ? "Lead" : "Clerk") with
            {
                Deputy = plan.Absent[n] % 2 == 0 ? People[(n + 1) % People.Length] : null,
                LeftOn = plan.Left[n] < 15 ? new DateOnly(2026, 3, 2).AddDays(plan.Left[n] % 4) : null,
                Competences = plan.Competences[n] % 2 == 0 ? [] : [Needs[plan.Competences[n] % Needs.Length]],
            }),
        ],
        Shifts =
        [
            Town.Shift("early", "s", "08:00", "16:00"), Town.Shift("late", "s", "14:00", "22:00"), Town.Shift("night", "s", "22:00", "06:00"),
            Town.Shift("call", "s", "00:00", "00:00") with { OnCall = true },
        ],
        Rotas =
        [
            .. new[] { "early", "late", "night", "call" }.Select((shift, k) => new RotaEntry
            {
                Id = shift,
                Shift = shift,
                Staff = [.. People.Where((_, n) => plan.Shifts[n] % (shift == "call" ? 40 : 4) == k)],
                Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday],
            }).Where(entry => entry.Staff.Count > 0),
        ],
        Absences =
        [
            .. People.Select((id, n) => new Absence { Id = id, Staff = id, From = Start.AddHours(plan.Absent[n]), Until = Start.AddHours(plan.Absent[n] + 24) })
                .Where((_, n) => plan.Absent[n] < 60),
        ],
    };

    private static RouteRequest Request(Plan plan) => new()
    {
        CaseId = $"case-{plan.Old}",
        Site = "s",
        At = Start.AddHours(plan.Hour),
        OwnerRole = "Agent",
        HandlingRoles = ["Agent", "Lead"],
        Needs = plan.Need % 3 == 0 ? [] : [Needs[plan.Need % Needs.Length]],
        PreviousOwner = plan.Old % 4 == 0 ? People[plan.Old % People.Length] : null,
    };

    private static DirectorySnapshot Shuffled(DirectorySnapshot book) => book with
    {
        Staff = [.. book.Staff.Reverse()],
        Shifts = [.. book.Shifts.Reverse()],
        Rotas = [.. book.Rotas.Reverse().Select(entry => entry with { Staff = [.. entry.Staff.Reverse()] })],
    };
}
