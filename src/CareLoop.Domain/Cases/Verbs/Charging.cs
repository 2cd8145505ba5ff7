using System.Globalization;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>
/// A repair is free under warranty unless the customer's side broke it, which photos show; otherwise parts are charged at their price and
/// labour up to the handbook's rate (NET-WAR-01 to NET-WAR-03).
/// </summary>
internal sealed class Charging : Verb<RecordCharge>
{
    private const string DamageRule = "NET-WAR-01";
    private const string FreeRule = "NET-WAR-02";
    private const string PriceRule = "NET-WAR-03";
    private const string HumanDamage = nameof(HumanDamage);

    public override string Name => "recordCharge";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state.Status == CaseStatus.Implementing && Tariff(pack) is not null;

    protected override Refusal? Do(Turn turn, RecordCharge command)
    {
        var tariff = Tariff(turn.Pack)!;
        if (Bad(command) is { } field)
            return Impossible(field, null, PriceRule);
        if (command.HumanDamage && !tariff.List("excludes").Contains(HumanDamage))
            return Impossible("humanDamage", null, DamageRule);
        if (command.HumanDamage && turn.Facts.Photos is not { Count: > 0 })
            return new(RefusalReason.GateOpen, "humanDamage", null, [$"photos.{Gate.AnyPhase}"], DamageRule);
        if (turn.Facts.InWarranty == true && !command.HumanDamage && command.PartsInFen + command.LaborInFen > 0)
            return new(RefusalReason.Impossible, command.PartsInFen > 0 ? "partsInFen" : "laborInFen", null, ["0"], FreeRule);
        var most = MostLabor(tariff, command.LaborMinutes);
        if (command.LaborInFen > most)
            return new(RefusalReason.Impossible, "laborInFen", command.LaborInFen.ToString(CultureInfo.InvariantCulture), [most.ToString(CultureInfo.InvariantCulture)], PriceRule);
        turn.Change(s => s with { Charge = new(command.PartsInFen, command.LaborInFen) });
        turn.Emit(
            EventTypes.ChargeRecorded,
            [],
            ("partsInFen", command.PartsInFen.ToString(CultureInfo.InvariantCulture)),
            ("laborInFen", command.LaborInFen.ToString(CultureInfo.InvariantCulture)),
            ("laborMinutes", command.LaborMinutes.ToString(CultureInfo.InvariantCulture)),
            ("inWarranty", turn.Facts.InWarranty?.ToString()),
            ("cause", command.HumanDamage ? HumanDamage : null));
        return null;
    }

    private static string? Bad(RecordCharge command) =>
        command.PartsInFen < 0 ? "partsInFen" : command.LaborInFen < 0 ? "laborInFen" : command.LaborMinutes < 0 ? "laborMinutes" : null;

    private static long MostLabor(PackRecord tariff, long minutes) =>
        (long)(decimal.Parse(tariff.Field("laborPerHourMax")!, CultureInfo.InvariantCulture) * 100 * minutes / 60);

    private static PackRecord? Tariff(PolicyPack pack) => pack.Records["warranty"].FirstOrDefault(w => w.Field("laborPerHourMax") is not null);
}
