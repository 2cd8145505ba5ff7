using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;

namespace CareLoop.Embedded.Hosting.Clock;

/// <summary>Chooses the clock of a host and restores the virtual one.</summary>
internal sealed class HostClock : IDisposable
{
    private HostClock(TimeProvider time) => Time = time;

    public TimeProvider Time { get; }

    public VirtualClock? Virtual => Time as VirtualClock;

    /// <remarks>Runs while the host is put together, where nothing can be awaited; the store's own thread does the work.</remarks>
    /// <exception cref="EmbeddedHostException">The chosen clock would go back behind what this data folder has lived through.</exception>
    public static HostClock Open(EmbeddedHostOptions options, EmbeddedStore store, WorkTracker work)
    {
        var instants = new ClockStore(store);
        instants.CreateAsync().GetAwaiter().GetResult();
        var reached = instants.Read();
        if (options.VirtualClockStart is { } start)
        {
            var now = reached > start ? reached.Value : start;
            instants.SaveAsync(now).GetAwaiter().GetResult();
            return new HostClock(new VirtualClock(now, work, instants.SaveAsync));
        }

        var time = options.TimeProvider ?? TimeProvider.System;
        if (reached > time.GetUtcNow())
        {
            throw new EmbeddedHostException(
                $"Data folder {options.DataFolder} has lived until {reached:u} on a virtual clock, and time never goes back: "
                + "start it with the virtual clock, or choose another data folder.");
        }

        return new HostClock(time);
    }

    public void Dispose() => Virtual?.Dispose();
}
