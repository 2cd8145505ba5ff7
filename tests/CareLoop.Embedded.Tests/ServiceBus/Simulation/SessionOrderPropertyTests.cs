using FsCheck;
using FsCheck.Fluent;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>The simulation again, driven by generated scripts, so that a failure shrinks to a short one.</summary>
public sealed class SessionOrderPropertyTests
{
    [Fact]
    public void Any_interleaving_keeps_the_order_of_sessions_and_every_message()
    {
        var deliveries = 0;
        var scripts = ArbMap.Default.ArbFor<byte[]>();
        var property = Prop.ForAll(scripts, script =>
        {
            deliveries += new BrokerSimulation(new ScriptedChoices(script), script.Length / 3).Run().Deliveries;
        });

        property.Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithStartSize(50).WithEndSize(600));

        Assert.InRange(deliveries, 100, int.MaxValue);
    }
}
