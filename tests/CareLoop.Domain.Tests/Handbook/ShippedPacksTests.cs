using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Handbook;

public sealed class ShippedPacksTests
{
    [Fact]
    public void Every_pack_and_profile_of_the_handbook_loads_without_an_error()
    {
        var names = Packs.Library.Packs.Select(p => p.Reference.Id + (p.Reference.Profile is { } profile ? "/" + profile : ""));
        Assert.Equal(
            [
                "after-sales-network", "e-commerce", "e-commerce/presales", "education-membership", "education-membership/membership-card",
                "furniture-mall", "project-service", "project-service/agency", "project-service/contact-centre", "project-service/franchise",
                "project-service/training", "property-management", "property-management/commercial", "real-estate-developer",
                "retail-service/store", "retail-service/tobacco",
            ],
            names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_only_warnings_are_those_the_handbook_itself_gives_rise_to()
    {
        var warnings = Packs.Library.Findings.Select(f => f.Rule).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["V-15", "V-17"], warnings); // the gap of README C-05, the two thresholds of C-04
    }

    [Fact]
    public void The_published_form_loads_again_with_the_same_hash()
    {
        foreach (var pack in Packs.Library.Packs)
        {
            var again = Assert.Single(PackLibrary.Load([("published.json", pack.CanonicalJson)]).Packs);
            Assert.Equal(pack.Reference, again.Reference);
        }
    }

    [Fact]
    public void MALL_MER_02_and_every_other_type_of_the_mall_is_there() =>
        Assert.Equal("Complaint Consultation Repair ReturnExchange NoReasonReturn Suggestion MerchantRequest Reception", string.Join(' ', Packs.Mall.CaseTypes));

    [Fact]
    public void A_pinned_pack_is_found_and_an_altered_one_is_not()
    {
        var reference = Packs.Mall.Reference;
        Assert.Same(Packs.Mall, Packs.Library.Pinned(reference));
        Assert.Contains("was changed after it was published", Assert.Throws<KeyNotFoundException>(() => Packs.Library.Pinned(reference with { Hash = "0" })).Message);
        Assert.Contains("not in the library", Assert.Throws<KeyNotFoundException>(() => Packs.Library.Pinned(reference with { Version = "9.9.9" })).Message);
    }

    [Fact]
    public void Before_its_effective_date_no_pack_is_in_force() =>
        Assert.Throws<KeyNotFoundException>(() => Packs.Library.InForce("furniture-mall", null, At.China("2025-12-31 23:59")));
}
