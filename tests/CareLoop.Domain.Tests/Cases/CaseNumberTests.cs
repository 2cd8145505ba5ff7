using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

public sealed class CaseNumberTests
{
    private static readonly string Number = CaseNumber.Create("MALL", At.China("2026-03-04 00:30"), [0x12, 0x34, 0x56, 0x78, 0x9A]);

    [Fact]
    public void COM_INT_10_has_prefix_local_date_and_nine_characters()
    {
        Assert.Matches("^MALL-20260304-[0-9A-HJKMNP-TV-Z]{9}$", Number);
        Assert.True(CaseNumber.TryParse(Number, out var same));
        Assert.Equal(Number, same);
    }

    [Fact]
    public void COM_INT_10_is_read_as_people_type_it()
    {
        var typed = " " + Number.ToLowerInvariant().Replace('0', 'o').Replace('1', 'l') + " ";
        Assert.True(CaseNumber.TryParse(typed, out var same));
        Assert.Equal(Number, same);
    }

    [Fact]
    public void COM_INT_10_every_wrong_character_and_every_exchange_of_neighbours_is_found()
    {
        var body = Number["MALL-".Length..];
        for (var i = 0; i < body.Length; i++)
        {
            foreach (var other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".Where(c => body[i] != '-' && c != body[i]))
                Assert.False(CaseNumber.TryParse($"MALL-{body[..i]}{other}{body[(i + 1)..]}", out _));
            if (i > 0 && body[i] != '-' && body[i - 1] != '-' && body[i] != body[i - 1])
                Assert.False(CaseNumber.TryParse($"MALL-{body[..(i - 1)]}{body[i]}{body[i - 1]}{body[(i + 1)..]}", out _));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("MALL-20260304")]
    [InlineData("MALL-20261304-7K3QF2M9X")]
    [InlineData("M4LL-20260304-7K3QF2M9X")]
    [InlineData("MALL-20260304-7K3QF2M9Uuu")]
    public void What_is_no_number_is_refused(string? text) => Assert.False(CaseNumber.TryParse(text, out _));
}
