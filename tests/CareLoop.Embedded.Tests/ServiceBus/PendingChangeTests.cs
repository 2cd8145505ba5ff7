using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.ServiceBus.Delivery;
using CareLoop.Embedded.Tests.ServiceBus.Simulation;

namespace CareLoop.Embedded.Tests.ServiceBus;

/// <summary>What may happen between a change and its commit, one step at a time on a disk that waits for the test.</summary>
public sealed class PendingChangeTests : IDisposable
{
    private static readonly Choices InOrder = new ScriptedChoices([]);

    private readonly string folder = Directory.CreateTempSubdirectory("pending-").FullName;
    private readonly World world;

    public PendingChangeTests() =>
        world = new World(Path.Combine(folder, "broker.db"), new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    public void Dispose()
    {
        world.Die();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(false, "2")]
    [InlineData(true, "1 2")]
    public void A_session_goes_to_nobody_while_a_settlement_is_being_written(bool refused, string left)
    {
        Send("chats", "1", "2");
        var hold = Answer(Accept("chats"));
        var settling = Port("chats").CompleteAsync(Receive("chats", 1, hold)[0].Token);
        Release("chats", hold);

        var next = Accept("chats");
        RunWithoutCommits();
        Assert.False(next.Answer.IsCompleted);
        Assert.Equal(ServiceBusFailureReason.SessionCannotBeLocked, Refusal(() => world.Mailbox("chats").Sessions.Accept("s")));

        Settle(refused);
        Assert.Equal(refused, settling.IsFaulted);
        Assert.Equal(left, Bodies(Receive("chats", 9, Answer(next))));
    }

    [Theory]
    [InlineData(false, "new")]
    [InlineData(true, null)]
    public void A_session_goes_to_nobody_while_its_state_is_being_written(bool refused, string? state)
    {
        Send("chats", "1");
        var hold = Answer(Accept("chats"));
        var setting = Port("chats").SetSessionStateAsync(hold, BinaryData.FromString("new"));
        Release("chats", hold);

        var next = Accept("chats");
        RunWithoutCommits();
        Assert.False(next.Answer.IsCompleted);

        Settle(refused);
        Assert.Equal(refused, setting.IsFaulted);
        Assert.NotNull(Answer(next));
        Assert.Equal(state, Port("chats").GetSessionState("s")?.ToString());
    }

    [Fact]
    public void A_consumer_that_has_lost_its_session_cannot_change_the_state()
    {
        Send("chats", "1");
        var hold = Answer(Accept("chats"));
        Release("chats", hold);
        Assert.Equal(
            ServiceBusFailureReason.SessionLockLost,
            Refusal(() => Port("chats").SetSessionStateAsync(hold, BinaryData.FromString("late"))));
    }

    [Fact]
    public void A_message_whose_settlement_failed_after_its_lock_had_run_out_is_delivered_again()
    {
        Send("plain", "1");
        var lease = Receive("plain", 1, null)[0];
        var settling = Port("plain").CompleteAsync(lease.Token);
        RunWithoutCommits();
        world.Clock.AdvanceTo(lease.Until.AddSeconds(1));
        Assert.Empty(Receive("plain", 1, null));

        Settle(refused: true);
        Assert.True(settling.IsFaulted);
        var again = Assert.Single(Receive("plain", 1, null)).ToMessage();
        Assert.Equal(("1", 2), (again.Body.ToString(), again.DeliveryCount));
    }

    [Fact]
    public void A_session_whose_lock_ran_out_during_a_settlement_that_failed_starts_again_with_that_message()
    {
        Send("chats", "1", "2");
        var hold = Answer(Accept("chats"));
        var settling = Port("chats").CompleteAsync(Receive("chats", 1, hold)[0].Token);
        RunWithoutCommits();
        world.Clock.AdvanceTo(hold.Until.AddSeconds(1));
        var next = Accept("chats");
        Assert.False(next.Answer.IsCompleted);

        Settle(refused: true);
        Assert.True(settling.IsFaulted);
        Assert.Equal("1 2", Bodies(Receive("chats", 9, Answer(next))));
    }

    [Fact]
    public void A_consumer_that_renewed_its_session_during_a_settlement_that_failed_may_try_again()
    {
        Send("chats", "1");
        var hold = Answer(Accept("chats"));
        var lease = Receive("chats", 1, hold)[0];
        var settling = Port("chats").CompleteAsync(lease.Token);
        RunWithoutCommits();
        world.Clock.AdvanceTo(lease.Until.AddSeconds(-1));
        lock (world.Context.Gate)
            world.Mailbox("chats").Sessions.Renew(hold);

        world.Clock.AdvanceTo(world.Clock.GetUtcNow().AddSeconds(10));
        Settle(refused: true);
        Assert.True(settling.IsFaulted);

        var again = Port("chats").CompleteAsync(lease.Token);
        Settle(refused: false);
        Assert.True(again.IsCompletedSuccessfully);
        Assert.Equal(0, world.Mailbox("chats").Shelf.Count);
    }

    private void Send(string queue, params string[] bodies)
    {
        foreach (var body in bodies)
        {
            var sending = world.Scheduler.Start(
                () => world.Client.CreateSender(queue).SendMessageAsync(new ServiceBusMessage(body) { SessionId = "s" }));
            Settle(refused: false);
            Assert.True(sending.IsCompletedSuccessfully);
        }
    }

    private AcceptRequest Accept(string queue)
    {
        var request = new AcceptRequest(world.Mailbox(queue));
        lock (world.Context.Gate)
            world.Mailbox(queue).Enlist(request);

        return request;
    }

    /// <summary>What was accepted; fails rather than waits if nothing was.</summary>
    private static SessionHold Answer(AcceptRequest request)
    {
        Assert.True(request.Answer.IsCompletedSuccessfully);
        return request.Answer.Result!;
    }

    private IReadOnlyList<Lease> Receive(string queue, int most, SessionHold? hold)
    {
        var request = new ReceiveRequest(world.Mailbox(queue), most, forGood: false, hold);
        lock (world.Context.Gate)
        {
            request.Enlist();
            if (request.Withdraw())
                request.GiveUp();
        }

        if (!request.Answer.IsCompleted)
            Settle(refused: false);

        return request.Answer.Result;
    }

    private void Release(string queue, SessionHold hold)
    {
        lock (world.Context.Gate)
            world.Mailbox(queue).Sessions.Release(hold);
    }

    private SettlementPort Port(string queue) => new(world.Context, world.Mailbox(queue));

    private void RunWithoutCommits()
    {
        while (world.Scheduler.Count > 0)
            world.Scheduler.RunOne(InOrder);
    }

    private void Settle(bool refused)
    {
        RunWithoutCommits();
        world.Disk.RefuseNext = refused;
        world.Settle(InOrder);
    }

    private static string Bodies(IReadOnlyList<Lease> leases) =>
        string.Join(' ', leases.Select(lease => lease.ToMessage().Body.ToString()));

    private static ServiceBusFailureReason Refusal(Action action) => Assert.Throws<ServiceBusException>(action).Reason;
}
